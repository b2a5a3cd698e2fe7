using System.Runtime.InteropServices;
using DataWorth.Gradients;
using DataWorth.Tasks;

namespace DataWorth.Planning;

/// <summary>Memory that one example takes in a pass that takes gradients: found by a forward pass of one example of zeros, with a hook on every
/// module that has no parts.</summary>
/// <remarks>For each of them its output and the gradient by it; for the convolution where that is most, the patches under its outputs, twice
/// while they are laid out anew.</remarks>
internal static class ActivationMemory
{
    private const int Copies = 2;

    /// <summary>Bytes for one example; 0 where its shape is not known before the data are read, or the model does not take zeros.</summary>
    /// <param name="task">The model.</param>
    /// <param name="modules">What is tracked of it.</param>
    public static long BytesPerExample(AttributionTask task, TrackedModules modules)
    {
        if (task is not ClassificationTask || task.Columns.Any(column => column is { Element: BatchElement.Floating, ItemShape: null }))
        {
            return 0;
        }

        lock (ModelGate.Of(task.Model))
        {
            var tracked = modules.Modules.OfType<TrackedConvolution>().ToLookup(module => (object)module.Module);
            var (outputs, patches) = (0L, 0L);
            using var scope = NewDisposeScope();
            using var off = no_grad();
            using var mode = EvaluationMode.Of(task);
            using var example = Zeros(task);
            List<Action> removers = [];
            try
            {
                foreach (var module in Leaves(task.Model))
                {
                    removers.Add(module.register_forward_hook((_, _, output) => Count(module, output)).remove);
                }

                task.Forward(example);
            }
            catch (Exception exception) when (exception is ExternalException or ArgumentException or InvalidOperationException)
            {
                return 0; // the fit says what is wrong
            }
            finally
            {
                removers.ForEach(remove => remove());
            }

            return Copies * (outputs + patches);

            Tensor Count(nn.Module module, Tensor output)
            {
                outputs += output.NumberOfElements * output.ElementSize;
                foreach (var blocks in tracked[module].Select(convolution => convolution.Blocks))
                {
                    var places = output.NumberOfElements / blocks.Sum(block => block.Outputs);
                    patches = Math.Max(patches, places * blocks.Sum(block => block.Inputs) * output.ElementSize);
                }

                return output;
            }
        }
    }

    private static IEnumerable<nn.Module<Tensor, Tensor>> Leaves(nn.Module model) =>
        model
            .named_modules()
            .Select(entry => entry.module)
            .Prepend(model)
            .Where(module => !module.named_children().Any())
            .OfType<nn.Module<Tensor, Tensor>>()
            .Distinct();

    private static ExampleBatch Zeros(AttributionTask task)
    {
        var (type, device) = ModelState.Placement(task.Model);
        return new(
            [""],
            task.Columns.ToDictionary(
                column => column.Name,
                column =>
                    zeros([1, .. column.ItemShape ?? []], column.Element == BatchElement.Floating ? type : ScalarType.Int64, device)
                        .DetachFromDisposeScope()
            )
        );
    }
}
