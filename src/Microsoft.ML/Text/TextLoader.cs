namespace Microsoft.ML.Data;

/// <summary>Makes views of text files: one row per line, fields between separators. Files are read anew by every cursor, line by line.</summary>
/// <remarks>
/// Blank lines and lines that begin with <c>//</c> or <c>#@</c> are skipped. An empty field is missing: the default value of the
/// column's type. A real number that cannot be read becomes NaN and is counted in a warning; any other bad value is an error.
/// </remarks>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly Runtime.IHost _host;
    private readonly TextFormat _format;

    internal TextLoader(Runtime.IHostEnvironment environment, Options options, IMultiStreamSource dataSample)
    {
        Throw.IfNull(options, nameof(options));
        _host = environment.Register(nameof(TextLoader));
        _format = TextFormat.Create(options, dataSample);
    }

    /// <summary>The schema of the views.</summary>
    public DataViewSchema GetOutputSchema() => _format.Schema;

    /// <summary>Returns a view of the files; nothing is read before a cursor moves.</summary>
    /// <param name="source">The files.</param>
    public IDataView Load(IMultiStreamSource source)
    {
        Throw.IfNull(source, nameof(source));
        return new TextDataView(_host, _format, source);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        Throw.NotSupported("A text loader cannot be saved by this assembly: keep its options, or build with -p:UseMicrosoftMLPackage=true.");
}
