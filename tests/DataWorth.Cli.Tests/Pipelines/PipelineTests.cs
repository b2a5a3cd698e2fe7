using DataWorth.Cli.Commands.Quickstart;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Pipelines;
using DataWorth.Configuration;

namespace DataWorth.Cli.Tests.Pipelines;

public sealed class PipelineTests
{
    [Fact]
    public void QuickstartSchema_AgreesWithTheRecords()
    {
        var path = RepositoryFiles.PathOf("pipelines", "quickstart.schema.json");
        var expected = PipelineSchema.OfQuickstarts();
        if (Environment.GetEnvironmentVariable("DATAWORTH_UPDATE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.True(
            expected == File.ReadAllText(path),
            $"'{path}' differs from the records. If the records are right, run: DATAWORTH_UPDATE=1 ./test "
                + $"QuickstartSchema_AgreesWithTheRecords\n{expected}"
        );
    }

    [Fact]
    public void BuiltInQuickstart_IsTheFileOfTheRepository_AndNamesItsOwnKeys()
    {
        var builtIn = PipelineReader.ReadQuickstart();
        var file = PipelineReader.ReadQuickstart(RepositoryFiles.PathOf("pipelines", "quickstart.yaml"));
        Assert.Equal(OptionsBinder.Describe(file), OptionsBinder.Describe(builtIn));
        var text = File.ReadAllText(RepositoryFiles.PathOf("pipelines", "quickstart.yaml"));
        string[] advanced = ["training.", "logra."]; // sections that are records of the library, of which the file names the usual keys
        Assert.All(
            OptionsBinder.Describe(builtIn).Keys.Where(key => !advanced.Any(section => key.StartsWith(section, StringComparison.Ordinal))),
            key => Assert.Contains($"{key.Split('.')[^1]}:", text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void FileWithANameAlone_HasTheDefaultsOfTheQuickstart()
    {
        var defaults = PipelineReader.ParseQuickstart("name: quickstart", "small.yaml");
        Assert.Equal(OptionsBinder.Describe(PipelineReader.ReadQuickstart()), OptionsBinder.Describe(defaults));
    }

    [Theory]
    [InlineData("", "my.yaml, line 1: the file is empty, expected the keys of the pipeline.")]
    [InlineData("# nothing\n\n", "my.yaml, line 1: the file is empty, expected the keys of the pipeline.")]
    [InlineData("---\n", "my.yaml, line 2: the pipeline is empty, expected keys: name, ")]
    public void FileThatIsNotOneDocument_IsRefused(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<UserErrorException>(() => PipelineReader.ParseQuickstart(text, "my.yaml")).Message);

    [Fact]
    public void Minus_IsStandardInput()
    {
        var before = Console.In;
        try
        {
            Console.SetIn(new StringReader("name: piped"));
            Assert.Equal("piped", PipelineReader.ReadQuickstart("-").Name);
            Console.SetIn(new StringReader("nam: piped"));
            var exception = Assert.Throws<UserErrorException>(() => PipelineReader.ReadQuickstart("-"));
            Assert.StartsWith("standard input, line 1: unknown key 'nam'", exception.Message);
        }
        finally
        {
            Console.SetIn(before);
        }
    }

    [Fact]
    public void Values_AreRead()
    {
        var pipeline = PipelineReader.ParseQuickstart(
            """
            name: mine
            data: { data-set: glyphs, train-count: 500, flipped-share: 0.25 }
            model:
              hidden-widths: [64]
            training: { learning-rate: 1e-3 }
            """,
            "mine.yaml"
        );
        Assert.Equal("mine", pipeline.Name);
        Assert.Equal(DataSetName.Glyphs, pipeline.Data.DataSet);
        Assert.Equal(500, pipeline.Data.TrainCount);
        Assert.Equal(0.25, pipeline.Data.FlippedShare);
        Assert.Equal([64], pipeline.Model.HiddenWidths);
        Assert.Equal(0.001, pipeline.Training.LearningRate);
        Assert.Equal(64, pipeline.Training.BatchSize);
    }

    [Theory]
    [InlineData(
        "data:\n  trian-count: 5",
        "my.yaml, line 2: unknown key 'trian-count' in 'data', expected one of: data-set, train-count, query-count, flipped-share, seed. "
            + "Did you mean 'train-count'?"
    )]
    [InlineData(
        "zebra: 1",
        "my.yaml, line 1: unknown key 'zebra' in the pipeline, expected one of: name, data, model, training, logra, report."
    )]
    [InlineData("data:\n  train-count: many", "my.yaml, line 2: 'train-count' is 'many', expected a whole number from 100 to 60000.")]
    [InlineData("data:\n  train-count: 5", "my.yaml, line 2: 'train-count' is '5', expected a whole number from 100 to 60000.")]
    [InlineData("data:\n\n  flipped-share: 1.5", "my.yaml, line 3: 'flipped-share' is '1.5', expected a number from 0 to 0.5.")]
    [InlineData("training:\n  learning-rate: .nan", "my.yaml, line 2: 'learning-rate' is '.nan', expected a number, greater than 0.")]
    [InlineData(
        "data:\n  data-set: fashion-mnst",
        "my.yaml, line 2: 'data-set' is 'fashion-mnst', expected one of: fashion-mnist, glyphs. Did you mean 'fashion-mnist'?"
    )]
    [InlineData("model:\n  hidden-widths: 512", "my.yaml, line 2: 'hidden-widths' is '512', expected a list such as [512, 256].")]
    [InlineData("model:\n  hidden-widths: [512, -1]", "my.yaml, line 2: 'hidden-widths' is '-1', expected a whole number from 1 to 8192.")]
    [InlineData("data: 5", "my.yaml, line 1: 'data' is '5', expected keys: data-set, train-count, query-count, flipped-share, seed.")]
    [InlineData("name:", "my.yaml, line 1: 'name' is empty, expected a text.")]
    [InlineData(
        "logra:\n  damping: absolute:-1",
        "my.yaml, line 2: 'damping' is 'absolute:-1', expected a number of at least 0, or absolute:NUMBER."
    )]
    [InlineData(
        "logra:\n  modules:\n    includ: fc1",
        "my.yaml, line 3: unknown key 'includ' in 'modules', expected one of: include, exclude, kinds, track-bias. Did you mean 'include'?"
    )]
    [InlineData(
        "logra:\n  rank: 8\n  aggregation: mean",
        "my.yaml, line 1: Option 'aggregation' has no influence here: the quickstart shows every query with its total score. Leave it out."
    )]
    [InlineData(
        "training:\n  optimizer: adam-w\n  momentum: 0.5",
        "my.yaml, line 1: Option 'momentum' has no influence here: AdamW has moments of its own. Leave it out."
    )]
    [InlineData(
        "training:\n  epochs: 3\n  schedule: triangular\n  peak-epoch: 4",
        "my.yaml, line 4: PeakEpoch is 4, expected at most the number of epochs, 3."
    )]
    [InlineData("name: a\n---\nname: b", "my.yaml, line 3: a second document begins here, expected one.")]
    public void WrongInput_IsRefusedWithFileLineFoundAndExpected(string text, string message)
    {
        var exception = Assert.Throws<UserErrorException>(() => PipelineReader.ParseQuickstart(text, "my.yaml"));
        Assert.Equal(message, exception.Message);
    }

    [Theory]
    [InlineData("name: a\ndata: ]", "my.yaml, line 2: this is not valid YAML: ")]
    [InlineData("name: a\nname: b", "my.yaml, line 2: this is not valid YAML: ")]
    public void InvalidYaml_IsRefusedWithItsLine(string text, string start)
    {
        var exception = Assert.Throws<UserErrorException>(() => PipelineReader.ParseQuickstart(text, "my.yaml"));
        Assert.StartsWith(start, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_IsRefusedWithItsPath()
    {
        var exception = Assert.Throws<UserErrorException>(() => PipelineReader.ReadQuickstart("/nowhere/a.yaml"));
        Assert.Equal(
            "The pipeline file '/nowhere/a.yaml' does not exist. Give --pipeline the path of a YAML file such as "
                + "pipelines/quickstart.yaml.",
            exception.Message
        );
    }
}
