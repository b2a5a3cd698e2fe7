using DataWorth.Gradients;
using DataWorth.Tasks;

namespace DataWorth.Pipeline;

/// <summary>What a recipe may look at when it makes its feature map.</summary>
/// <param name="Task">The user's model and loss.</param>
/// <param name="Modules">The tracked modules.</param>
/// <param name="Type">Floating type of the model.</param>
/// <param name="Device">Device of the model.</param>
public sealed record RecipeContext(IAttributionTask Task, TrackedModules Modules, ScalarType Type, Device Device);
