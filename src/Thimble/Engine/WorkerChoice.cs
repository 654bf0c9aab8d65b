namespace Thimble.Engine;

/// <summary>
/// How many workers a training step gets, chosen by measurement while the step is repeated. A small network is not
/// worth all processors, and beside other programs, or pinned to fewer processors than it has threads, a step waits at
/// each barrier for a worker that the system does not let run.
/// </summary>
/// <remarks>
/// From time to time the steps alternate between the present number and a neighbour of it (half or twice as many). The
/// neighbour is kept if its steps were clearly shorter. A comparison that changes nothing doubles the time to the next,
/// so that on an idle machine they cost well below a hundredth; one that does starts again from the shortest.
/// </remarks>
internal sealed class WorkerChoice
{
    // A neighbour that is much worse shows in a few steps; a close one is worth a longer look, which costs nothing.
    private const int FewestPairs = 2;
    private const double Clearly = 1.5;
    private const int EnoughPairs = 6;
    private const double Better = 0.97;
    private static readonly TimeSpan FullLook = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private readonly int[] _counts;
    private int _chosen;
    private int _direction = -1;
    private int _rival = -1;
    private TimeSpan _pause = ShortestPause;
    private TimeSpan _untilNext = ShortestPause;
    private TimeSpan _own;
    private TimeSpan _others;
    private int _pairs;

    /// <summary>Begins with all workers.</summary>
    /// <param name="most">The workers that there are.</param>
    /// <param name="processors">The processors that the process may use.</param>
    public WorkerChoice(int most, int processors)
    {
        var counts = new SortedSet<int> { most, Math.Min(most, processors) };
        for (int count = 1; count < most; count *= 2)
            counts.Add(count);
        _counts = [.. counts];
        _chosen = _counts.Length - 1;
        Workers = most;
    }

    /// <summary>The workers of the next step.</summary>
    public int Workers { get; private set; }

    /// <summary>Records how long the step with that many <see cref="Workers"/> took. Allocates nothing.</summary>
    public void Took(TimeSpan time)
    {
        if (_rival < 0)
            Rest(time);
        else
            Compare(time);
    }

    private void Rest(TimeSpan time)
    {
        _untilNext -= time;
        if (_untilNext > TimeSpan.Zero || _counts.Length == 1)
            return;
        if (_chosen + _direction < 0 || _chosen + _direction == _counts.Length)
            _direction = -_direction;
        _rival = _chosen + _direction;
        Workers = _counts[_rival];
        (_own, _others, _pairs) = (TimeSpan.Zero, TimeSpan.Zero, 0);
    }

    // The rival's step comes first in each pair.
    private void Compare(TimeSpan time)
    {
        if (Workers == _counts[_rival])
        {
            _others += time;
            Workers = _counts[_chosen];
            return;
        }

        _own += time;
        _pairs++;
        bool isClear = _pairs >= FewestPairs && (_others > _own * Clearly || _own > _others * Clearly);
        if (isClear || (_pairs >= EnoughPairs && _own + _others >= FullLook))
            Decide(isBetter: _others < _own * Better);
        else
            Workers = _counts[_rival];
    }

    private void Decide(bool isBetter)
    {
        if (isBetter)
        {
            _chosen = _rival;
            _pause = ShortestPause;
        }
        else
        {
            _direction = -_direction;
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }

        _rival = -1;
        _untilNext = _pause;
        Workers = _counts[_chosen];
    }
}
