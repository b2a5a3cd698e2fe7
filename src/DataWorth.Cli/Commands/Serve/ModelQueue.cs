using System.Threading.Channels;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>Questions to a model that answers one at a time, in their order. The queue is bounded; what an answer consists of is kept until its
/// asker reads it, so that a slow one holds up nobody.</summary>
/// <param name="capacity">Questions that wait at most.</param>
internal sealed class ModelQueue(int capacity)
{
    private readonly Channel<Question> _questions = Channel.CreateBounded<Question>(
        new BoundedChannelOptions(capacity) { SingleReader = true }
    );

    /// <summary>Asks.</summary>
    /// <param name="answer">Computes the answer on the thread of <see cref="Run"/> and tells its events; stops where the asker has gone.</param>
    /// <param name="asker">Set when the asker has gone.</param>
    /// <returns>The events, which end with the exception that ended the answer; null where too many wait.</returns>
    public ChannelReader<AnswerEvent>? TryAsk(Action<Action<AnswerEvent>> answer, CancellationToken asker)
    {
        Question question = new(answer, Channel.CreateUnbounded<AnswerEvent>(), asker);
        return _questions.Writer.TryWrite(question) ? question.Events.Reader : null;
    }

    /// <summary>Answers on this thread until it is stopped; then those who still wait are told so.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public void Run(CancellationToken cancellationToken)
    {
        try
        {
            while (_questions.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
            {
                while (!cancellationToken.IsCancellationRequested && _questions.Reader.TryRead(out var question))
                {
                    question.Answer();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
        finally
        {
            _questions.Writer.Complete();
            while (_questions.Reader.TryRead(out var question))
            {
                question.Events.Writer.Complete(new OperationCanceledException(cancellationToken));
            }
        }
    }

    private sealed record Question(Action<Action<AnswerEvent>> Compute, Channel<AnswerEvent> Events, CancellationToken Asker)
    {
        public void Answer()
        {
            try
            {
                Asker.ThrowIfCancellationRequested();
                Compute(told => Events.Writer.TryWrite(told));
                Events.Writer.Complete();
            }
            catch (Exception exception)
            {
                // Whoever reads the events says it to the asker.
                Events.Writer.Complete(exception);
            }
        }
    }
}
