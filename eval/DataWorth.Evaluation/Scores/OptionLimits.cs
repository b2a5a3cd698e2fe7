using System.Globalization;
using DataWorth.Configuration;
using DataWorth.Evaluation.Retraining;
using DataWorth.Gradients;
using DataWorth.Methods.Arnoldi;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Lorif;
using DataWorth.Methods.Trak;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Scores;

/// <summary>The largest values of options that mean something for a task's model: a larger one is a mistake that would be cut down without
/// a word, after everything was trained.</summary>
/// <param name="task">The task; only its untrained model is looked at.</param>
internal sealed class OptionLimits(RetrainingTask task) : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _model = task.CreateModel();

    /// <summary>Checks the options that a variant sets itself; defaults fit every model.</summary>
    /// <param name="variant">Method and options.</param>
    /// <exception cref="OptionException">One is larger than anything that makes sense; its path is that of the option.</exception>
    public void Check(MethodVariant variant)
    {
        var options = variant.Bind();
        var modules = TrackedModules.Select(_model, options.Modules, mayBeNone: true);
        if (modules.Layout.Blocks.Count == 0)
        {
            return; // the fit says which modules there are
        }

        var longest = modules.Layout.Blocks.Max(block => Math.Max(block.Outputs, block.Inputs));
        var shortest = modules.Layout.Blocks.Max(block => Math.Min(block.Outputs, block.Inputs));
        var parameters = modules.Parameters.Sum(parameter => parameter.Size);
        switch (options)
        {
            case LograOptions:
                Require(nameof(LograOptions.Rank), longest, "the longest side of the model's layers");
                break;
            case LorifOptions lorif:
                Require(nameof(LorifOptions.Rank), longest, "the longest side of the model's layers");
                var rows = Math.Min(lorif.Rank, shortest);
                Require(nameof(LorifOptions.FactorRank), rows, "the shorter side of the largest projected gradient");
                Require(nameof(LorifOptions.Subspace), task.TrainCount, "the number of training examples");
                break;
            case TrakOptions:
                Require(nameof(TrakOptions.Dimension), parameters, "the number of tracked parameters");
                break;
            case ArnoldiOptions:
                Require(nameof(ArnoldiOptions.Rank), parameters, "the number of tracked parameters");
                break;
        }

        void Require(string name, long most, string reason)
        {
            var key = OptionRules.Key(name);
            if (
                variant.Options.TryGetValue(key, out var text)
                && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
                && value > most
            )
            {
                Throw.Option(key, value, $"at most {most} for this task: {reason}, from which on nothing changes");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
