using DataWorth.Artifacts;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Models.Data.Sources;
using Microsoft.ML;

namespace DataWorth.Cli.Fits;

/// <summary>A fit of 'dataworth fit', opened by its name to be asked.</summary>
internal sealed class OpenFit : IDisposable
{
    private readonly IArtifactStore _store;
    private readonly bool _ownsSubject;

    private OpenFit(
        IArtifactStore store,
        FitDescription description,
        FitSubject subject,
        AttributionTransformer transformer,
        OptionNames names,
        bool ownsSubject = true
    ) => (_store, Description, Subject, Transformer, Names, _ownsSubject) = (store, description, subject, transformer, names, ownsSubject);

    /// <summary>Name, method, options.</summary>
    public FitDescription Description { get; }

    /// <summary>Its data and model, with the fitted weights.</summary>
    public FitSubject Subject { get; }

    /// <summary>The fit.</summary>
    public AttributionTransformer Transformer { get; }

    /// <summary>What messages call options.</summary>
    public OptionNames Names { get; }

    /// <summary>What it was made from.</summary>
    public FitOrigin Origin => Subject.Origin;

    /// <summary>Name for people.</summary>
    public string Name => Description.Name ?? Description.Key.ToString();

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes => Subject.Classes;

    /// <summary>Files and folders that the fit was made from.</summary>
    public IEnumerable<string?> Inputs => Origin.Inputs;

    /// <summary>Opens a fit.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="store">The store.</param>
    /// <param name="name">Name of the fit, or the beginning of its key.</param>
    /// <param name="request">What the command knows besides.</param>
    /// <exception cref="ArgumentException">There is no such fit, or data or model are not those of the fit.</exception>
    public static OpenFit Open(MLContext mlContext, IArtifactStore store, string name, FitRequest request)
    {
        var description = mlContext.Attribution.Find(store, name);
        var origin = FitOrigin.Of(description);
        origin.RequireUnchanged(description.Name ?? name, request);
        var subject = origin.Open(store, request);
        try
        {
            return new OpenFit(
                store,
                description,
                subject,
                Load(mlContext, store, description, subject, subject.View(mlContext), request),
                request.Names
            );
        }
        catch (ArtifactNotFoundException exception)
        {
            subject.Dispose();
            throw new UserErrorException(
                $"A part of fit '{description.Name ?? name}' is no longer in {store.Description}. Fit again: {FitAgain.Command(description, store)}",
                exception
            );
        }
        catch (FitMismatchException exception) when (exception.Rows is { } rows)
        {
            rows = Differences(mlContext, store, description, subject, request) ?? rows;
            subject.Dispose();
            throw new UserErrorException(
                $"The training data of fit '{description.Name ?? name}' have changed: '{request.TrainingPath ?? subject.Origin.DataPath}' had "
                    + $"{rows}. Put them back as they were (--data says where they are now), or fit again: "
                    + FitAgain.Command(description, store),
                exception
            );
        }
        catch (FitMismatchException exception) when (exception.Part is FitPart.Weights or FitPart.Model)
        {
            subject.Dispose();
            throw new UserErrorException(subject.Origin.Changed(exception.Part, description.Name ?? name), exception);
        }
        catch
        {
            subject.Dispose();
            throw;
        }
    }

    /// <summary>Opens another fit of the same store, made on the same data and model.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="name">Name of the fit, or the beginning of its key.</param>
    /// <param name="request">What the command knows besides.</param>
    /// <exception cref="ArgumentException">There is no such fit, or its data or model are other ones.</exception>
    public OpenFit OpenOther(MLContext mlContext, string name, FitRequest request)
    {
        var description = mlContext.Attribution.Find(_store, name);
        try
        {
            return new OpenFit(
                _store,
                description,
                Subject,
                Load(mlContext, _store, description, Subject, Subject.View(mlContext), request),
                request.Names,
                ownsSubject: false
            );
        }
        catch (Exception exception) when (exception is FitMismatchException or ArgumentException or InvalidOperationException)
        {
            throw new UserErrorException(
                $"Fits '{Name}' and '{name}' do not go together: {ErrorText.MessageOf(exception)} Give two fits of the same data and model.",
                exception
            );
        }
    }

    private static AttributionTransformer Load(
        MLContext mlContext,
        IArtifactStore store,
        FitDescription description,
        FitSubject subject,
        IDataView? training,
        FitRequest request
    )
    {
        try
        {
            return mlContext.Attribution.Load(
                store,
                description.Key.ToString(),
                subject.Task,
                training,
                options =>
                    options with
                    {
                        ModuleScores = request.ModuleScores ?? options.ModuleScores,
                        Progress = request.Progress,
                        CancellationToken = request.CancellationToken,
                    }
            );
        }
        catch (ArgumentException exception) when (request.ModuleScores is not null && exception is not FitMismatchException)
        {
            var message = ErrorText.MessageOf(exception);
            throw new UserErrorException(
                message.Replace("Leave ModuleScores empty", "Leave --layers out", StringComparison.Ordinal),
                exception
            );
        }
    }

    // Where columns are standardised, one changed row changes all others: in the encoding of the fit it is found.
    private static ChangedRows? Differences(
        MLContext mlContext,
        IArtifactStore store,
        FitDescription description,
        FitSubject subject,
        FitRequest request
    )
    {
        try
        {
            if (subject.ViewAsEncoded(mlContext, request) is { } view)
            {
                Load(mlContext, store, description, subject, view, request).Dispose();
            }
        }
        catch (FitMismatchException exception)
        {
            return exception.Rows;
        }
        catch (Exception exception) when (exception is UserErrorException or InvalidDataException)
        {
            // A class or a category that the fit did not have: which rows are others is known all the same.
        }

        return null;
    }

    /// <summary>Opens data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="like">The encoding to use; null for the data of a fit.</param>
    /// <param name="request">What the command knows besides.</param>
    /// <exception cref="UserErrorException">They are not as expected; options are called as they are typed.</exception>
    public static DataSource Open(DataOptions data, DataEncoding? like, FitRequest request) =>
        request.Data is { } open ? open.Get(data, like, () => Read(data, like, request)) : Read(data, like, request);

    /// <inheritdoc/>
    public void Dispose()
    {
        Transformer.Dispose();
        if (_ownsSubject)
        {
            Subject.Dispose();
        }
    }

    private static DataSource Read(DataOptions data, DataEncoding? like, FitRequest request)
    {
        try
        {
            return DataSource.OpenAsync(data, like, request.Locator, request.Downloads, request.CancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException)
        {
            throw new UserErrorException(request.Names.Of(ErrorText.MessageOf(exception)), exception);
        }
    }
}
