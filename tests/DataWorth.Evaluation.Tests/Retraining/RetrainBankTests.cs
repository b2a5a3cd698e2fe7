using DataWorth.Artifacts;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Tasks.GlyphsMlp;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;

namespace DataWorth.Evaluation.Tests.Retraining;

public sealed class RetrainBankTests : IDisposable
{
    private readonly MemoryArtifactStore _store = new();
    private readonly ClassificationRetraining _task = Task();

    [Fact]
    public void Complete_TrainsEachRetrainingOnce_WhoeverAsks()
    {
        var bank = new RetrainBank(_store, _task);
        var all = MemberSet.All(_task.TrainCount);
        RetrainRequest[] requests =
        [
            new(all, 0),
            new(all.Without([3]), 0),
            new(all, 0),
            new(MemberSet.Of(60, Enumerable.Range(0, 60).Where(row => row != 3)), 0),
        ];
        var summary = bank.Complete(requests, new RetrainOptions());
        Assert.Equal((2, 2), (summary.Requested, summary.Trained));
        Assert.Equal(0, new RetrainBank(_store, _task).Complete(requests, new RetrainOptions()).Trained);
        Assert.True(bank.Read(requests[1]).HasSameBits(_task.Run(requests[1])));
        Assert.False(bank.Read(requests[1]).HasSameBits(bank.Read(requests[0])));
    }

    [Fact]
    public void AModelsBits_DoNotDependOnWhatIsTrainedBesideIt()
    {
        var requests = Requests(8);
        var (alone, beside) = (new RetrainBank(_store, _task), new RetrainBank(new MemoryArtifactStore(), _task));
        alone.Complete(requests, new RetrainOptions { Workers = 1 });
        beside.Complete([.. requests.Reverse()], new RetrainOptions { Workers = 4 });
        Assert.All(requests, request => Assert.True(alone.Read(request).HasSameBits(beside.Read(request))));
    }

    [Fact]
    public void RemovingNothing_ReproducesTheAttributedModel_BitForBit()
    {
        var bank = new RetrainBank(_store, _task);
        using var model = new TrainedModels(bank).Get(7);
        var again = _task.Run(new RetrainRequest(MemberSet.All(_task.TrainCount).Without([]), 7));
        Assert.True(again.HasSameBits(_task.Measure(model)));
        Assert.True(again.HasSameBits(bank.Read(new RetrainRequest(MemberSet.All(_task.TrainCount), 7))));
        using var loaded = new TrainedModels(bank).Get(7);
        Assert.True(again.HasSameBits(_task.Measure(loaded)));
    }

    [Fact]
    public void Shards_TogetherMakeEverything_AndMergedBanksAreWhole()
    {
        var requests = Requests(7);
        var stores = Enumerable.Range(0, 3).Select(_ => new MemoryArtifactStore()).ToList();
        var trained = stores.Select(
            (store, i) => new RetrainBank(store, _task).Complete(requests, new RetrainOptions { Shard = new RetrainShard(i, 3) }).Trained
        );
        Assert.Equal([3, 2, 2], trained);
        Assert.Equal([3, 2, 2], stores.Select(store => new RetrainBank(store, _task).CopyTo(_store)));
        var merged = new RetrainBank(_store, _task);
        Assert.Equal(0, merged.Complete(requests, new RetrainOptions()).Trained);
        Assert.Equal(0, new RetrainBank(stores[0], _task).CopyTo(_store));
        var (whole, faults) = merged.Verify();
        Assert.Equal((7, 0), (whole, faults.Count));
    }

    [Fact]
    public void Stopping_KeepsWhatIsFinished()
    {
        var requests = Requests(6);
        using var stop = new CancellationTokenSource();
        var bank = new RetrainBank(_store, _task);
        Assert.Throws<OperationCanceledException>(() =>
            bank.Complete(
                requests,
                new RetrainOptions
                {
                    Workers = 1,
                    CancellationToken = stop.Token,
                    Progress = new Stop(stop, after: 2),
                }
            )
        );
        Assert.Equal(4, bank.Missing(requests, RetrainShard.Whole).Count);
        Assert.Equal(4, bank.Complete(requests, new RetrainOptions()).Trained);
    }

    [Fact]
    public void Progress_CountsWhatWasThere_AndTellsRateAndRemainingTime()
    {
        var bank = new RetrainBank(_store, _task);
        var requests = Requests(4);
        bank.Complete([.. requests.Take(1)], new RetrainOptions());
        var heard = new List<RetrainProgress>();
        bank.Complete(requests, new RetrainOptions { Workers = 1, Progress = new Listener(heard) });
        Assert.Equal([1, 2, 3, 4], heard.Select(progress => progress.Done));
        Assert.Null(heard[0].Remaining);
        Assert.All(heard.Skip(1), progress => Assert.True(progress.PerMinute > 0 && progress.Total == 4));
        Assert.Equal(TimeSpan.Zero, heard[^1].Remaining);
    }

    [Fact]
    public void DamagedEntry_IsRefused_AndFoundByVerify()
    {
        var bank = new RetrainBank(_store, _task);
        var request = Requests(1)[0];
        bank.Complete([request], new RetrainOptions());
        var name = _store.List("retrainings/").Single(entry => entry.Name.EndsWith(".safetensors", StringComparison.Ordinal)).Name;
        byte[] bytes;
        using (var entry = _store.Open(name))
        {
            bytes = new byte[entry.Length];
            entry.Read(0, bytes);
        }

        bytes[^9] ^= 1;
        _store.Delete(name);
        using (var writer = _store.Create(name))
        {
            writer.Write(bytes);
            writer.Commit();
        }

        var exception = Assert.Throws<ArtifactDamagedException>(() => bank.Read(request));
        Assert.Equal(
            $"'{name}' in memory: is a damaged retraining, or lies under another one's name. Remove what is damaged with 'dataworth "
                + "store repair --store memory:' and run again what made it, or copy it again from where it is whole.",
            exception.Message
        );
        var (whole, faults) = bank.Verify();
        Assert.Equal(0, whole);
        Assert.Equal([exception.Message], faults);

        Assert.Single(bank.Missing([request], RetrainShard.Whole)); // counted as what it is
        var again = bank.Complete([request], new RetrainOptions());
        Assert.Equal((1, 1), (again.Trained, again.Damaged));
        Assert.Equal((1, 0), (bank.Verify().Whole, bank.Verify().Faults.Count));
    }

    [Fact]
    public void TasksThatDiffer_HaveBanksOfTheirOwn()
    {
        using var longer = Task(epochs: 4);
        using var again = Task();
        Assert.NotEqual(_task.Fingerprint, longer.Fingerprint);
        Assert.Equal(_task.Fingerprint, again.Fingerprint);
    }

    [Fact]
    public void PerceptronTraining_IsTheTrainersTraining_UpToRounding()
    {
        using var data = TensorDataset.Of(_task.Images);
        var options = new TrainingOptions
        {
            Epochs = 5,
            BatchSize = 16,
            Seed = 3,
            Threads = 1,
        };
        using var written = new Mlp(new MlpOptions { Widths = [784, 24, 12, 10] });
        using var reference = new Mlp(new MlpOptions { Widths = [784, 24, 12, 10] });
        SeededInitialization.Apply(written, 1);
        SeededInitialization.Apply(reference, 1);
        PerceptronTraining.Train(written, data, options, CancellationToken.None);
        new Trainer(options).Train(reference, data);
        foreach (var (name, expected) in reference.state_dict())
        {
            // 20 steps of float32 rounding, each about 1e-7 of weights of size 0.1.
            var difference = (written.state_dict()[name] - expected).abs().max().item<float>();
            Assert.InRange(difference, 0, 2e-6f);
        }
    }

    [Fact]
    public void Members_AreChecked()
    {
        Assert.Equal(
            "The member 5 is outside 0 to 4, or comes twice. Give each training example at most once.",
            Assert.Throws<ArgumentException>(() => MemberSet.Of(5, [5])).Message
        );
        Assert.Equal(
            "The example 2 cannot be removed: it is no member of the set, or comes twice in the list.",
            Assert.Throws<ArgumentException>(() => MemberSet.All(5).Without([2, 2])).Message
        );
        Assert.Equal([0, 3, 4], MemberSet.All(5).Without([2, 1]).Rows);
    }

    public void Dispose()
    {
        _task.Dispose();
        _store.Dispose();
    }

    private static ClassificationRetraining Task(int epochs = 3) =>
        GlyphsMlpTask.Create(
            new()
            {
                TrainCount = 60,
                QueryCount = 10,
                Network = new MlpOptions { Widths = [784, 8, 10] },
                Training = new TrainingOptions { Epochs = epochs, BatchSize = 16 },
            }
        );

    private RetrainRequest[] Requests(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new RetrainRequest(MemberSet.All(_task.TrainCount).Without([i, 2 * i + 1]), i % 2))];

    private sealed class Stop(CancellationTokenSource source, int after) : IProgress<RetrainProgress>
    {
        public void Report(RetrainProgress value)
        {
            if (value.Done >= after)
            {
                source.Cancel();
            }
        }
    }

    private sealed class Listener(List<RetrainProgress> heard) : IProgress<RetrainProgress>
    {
        public void Report(RetrainProgress value) => heard.Add(value);
    }
}
