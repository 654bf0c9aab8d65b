namespace Thimble.Lab.TensorBoard;

/// <summary>
/// TensorBoard's Event as protocol buffers have it, as far as scalars need it (tensorflow/core/util/event.proto and
/// summary.proto): six fields.
/// </summary>
internal static class EventMessage
{
    private const string Version = "brain.Event:2";
    private const int WallTime = 1;
    private const int Step = 2;
    private const int FileVersion = 3;
    private const int Summary = 5;
    private const int SessionLog = 7;
    private const int SessionStatus = 1;
    private const int SessionStart = 1;
    private const int SummaryValue = 1;
    private const int Tag = 1;
    private const int SimpleValue = 2;

    /// <summary>The event that a file begins with.</summary>
    public static byte[] First(DateTimeOffset time) => Event(time, step: 0).Text(FileVersion, Version).ToArray();

    /// <summary>The event after which TensorBoard forgets what files before this one say of a step and those after it.</summary>
    public static byte[] Restart(DateTimeOffset time, long step) =>
        Event(time, step).Message(SessionLog, new ProtobufWriter().Integer(SessionStatus, SessionStart)).ToArray();

    /// <summary>Scalars of one step.</summary>
    public static byte[] Scalars(DateTimeOffset time, long step, IEnumerable<KeyValuePair<string, double>> scalars)
    {
        ProtobufWriter summary = new ProtobufWriter().Messages(
            SummaryValue, scalars.Select(scalar => new ProtobufWriter().Text(Tag, scalar.Key).Single(SimpleValue, (float)scalar.Value)));
        return Event(time, step).Message(Summary, summary).ToArray();
    }

    private static ProtobufWriter Event(DateTimeOffset time, long step) =>
        new ProtobufWriter().Double(WallTime, time.ToUnixTimeMilliseconds() / 1000.0).Integer(Step, step);
}
