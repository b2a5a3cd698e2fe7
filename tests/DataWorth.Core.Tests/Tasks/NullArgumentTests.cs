using DataWorth.Tasks;

namespace DataWorth.Tests.Tasks;

/// <summary>A task without a model, a column or a function names what is null.</summary>
public sealed class NullArgumentTests
{
    [Fact]
    public void Tasks_NameWhatIsNull()
    {
        using var model = nn.Linear(2, 2);
        Named("model", () => new ClassificationTask(null!));
        Named("featureColumn", () => new ClassificationTask(model, featureColumn: null!));
        Named("labelColumn", () => new ClassificationTask(model, labelColumn: null!));
        Named("model", () => new LanguageModelingTask(null!));
        Named("tokenColumn", () => new LanguageModelingTask(model, null!));
        BatchColumn[] columns = [BatchColumn.Numbers("Features")];
        Named("model", () => AttributionTask.Of(null!, columns, Forward, Loss));
        Named("columns", () => AttributionTask.Of(model, null!, Forward, Loss));
        Named("forward", () => AttributionTask.Of(model, columns, null!, Loss));
        Named("loss", () => AttributionTask.Of(model, columns, Forward, null!));
        Named("description", () => AttributionTask.Of(model, columns, Forward, Loss, description: null!));
        Named("Name", () => BatchColumn.Numbers(null!));

        static void Named(string name, Action call) => Assert.Equal(name, Assert.Throws<ArgumentNullException>(call).ParamName);
        Tensor Forward(ExampleBatch batch) => model.call(batch["Features"]);
        static Tensor Loss(Tensor outputs, ExampleBatch batch) => outputs.sum(1);
    }
}
