using Spectre.Console;
using Spectre.Console.Rendering;

namespace DataWorth.Cli.Hosting;

/// <summary>Draws tables with ASCII characters, whatever border they ask for.</summary>
internal sealed class AsciiBorders : IRenderHook
{
    /// <inheritdoc/>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables)
    {
        foreach (var renderable in renderables)
        {
            if (renderable is Table table)
            {
                table.Border = TableBorder.Ascii;
            }

            yield return renderable;
        }
    }
}
