using DataWorth.Methods.Logra;
using DataWorth.Models.Data;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Cli.Tests.Readme;

/// <summary>The example of README.md: a test compares the two and runs this one.</summary>
internal static class ReadmeExample
{
    public static void Run(LograOptions options, TextWriter output)
    {
        // README: begin
        // A model and its training data. Any nn.Module<Tensor, Tensor> and any IDataView with an id will do.
        var (train, test) = (Glyphs.CreateTraining(1000), Glyphs.CreateTest(5));
        using var model = new Mlp(new MlpOptions { Widths = [784, 64, 10] });
        SeededInitialization.Apply(model, seed: 0);
        using var tensors = TensorDataset.Of(train);
        new Trainer(new TrainingOptions { Epochs = 5 }).Train(model, tensors);

        // The same data as ML.NET views: columns Id, Features and Label.
        var mlContext = new MLContext();
        var schema = SchemaDefinition.Create(typeof(ImageExample));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 784);
        var trainView = mlContext.Data.LoadFromEnumerable(train.Rows, schema);
        var queryView = mlContext.Data.LoadFromEnumerable(test.Rows, schema);

        // Fit stores projected gradients and their Fisher once; queries are scored against them.
        var logra = mlContext.Attribution.Logra(new ClassificationTask(model), options);
        using var attribution = logra.Fit(trainView);
        foreach (var n in mlContext.Data.CreateEnumerable<Neighbor>(attribution.TopK(queryView, 3), reuseRowObject: false))
        {
            output.WriteLine($"{n.QueryId} {n.Side} {n.Rank}: {n.ExampleId} {n.Score:0.00}");
        }
        // README: end
    }
}
