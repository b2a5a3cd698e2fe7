using DataWorth;
using DataWorth.Methods.Logra;
using DataWorth.Runtime;
using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

// First of all: then waiting threads do not take the processor from others, and what is missing is said in a sentence.
LibTorchLoader.Load();

// The data: 300 drawings to train on, of which some have a wrong label, and 20 to ask about.
Drawing[] all = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "drawings.csv")).Skip(1).Select(Drawing.Parse)];
var (train, queries) = (all[..300], all[300..]);

// A model of one's own, trained as one does.
random.manual_seed(0);
using var model = new ShapeNet();
using var images = stack(train.Select(row => tensor(row.Features, [1, 8, 8])));
using var labels = tensor(train.Select(row => row.Label).ToArray());
using var optimizer = optim.Adam(model.parameters(), 3e-3);
for (var epoch = 0; epoch < 60; epoch++)
{
    foreach (var batch in randperm(train.Length).split(50))
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        nn.functional.cross_entropy(model.call(images[batch]), labels[batch]).backward();
        optimizer.step();
    }
}

model.eval();

// Attribution: one pass over the training data, stored; then any questions.
var mlContext = new MLContext();
var trainView = mlContext.Data.LoadFromEnumerable(train);
var queryView = mlContext.Data.LoadFromEnumerable(queries[..3]);
var task = new ClassificationTask(model, itemShape: [1, 8, 8]);
using var attribution = mlContext.Attribution.Logra(task, new LograOptions { Rank = 16 }).Fit(trainView);

var byId = all.ToDictionary(row => row.Id);
Console.WriteLine("What spoke for and against the label of a query (* = mislabelled):");
foreach (var n in mlContext.Data.CreateEnumerable<Neighbor>(attribution.TopK(queryView, 3), reuseRowObject: false))
{
    Console.WriteLine($"  {n.QueryId} ({byId[n.QueryId].Drawn}) {n.Side, -9} {n.Rank}: {Show(n.ExampleId)} {n.Score:0.00}");
}

Console.WriteLine("Labels that are most likely wrong (* = they are):");
foreach (var suspect in attribution.Suspects(trainView, 10))
{
    var suggested = Drawing.Shapes[suspect.SuggestedLabel];
    Console.WriteLine($"  {Show(suspect.Id)}, suggested {suggested}, self-influence {suspect.SelfInfluence:0.0}");
}

string Show(string id) =>
    $"{id} labelled {Drawing.Shapes[byId[id].Label]}{(Drawing.Shapes[byId[id].Label] == byId[id].Drawn ? "" : "*")}";
