using Thimble.Engine;

namespace Thimble.Tests.Engine;

/// <summary>Blocks are done once each, by whichever thread is free.</summary>
public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_block_is_done_once_in_every_round(int threads)
    {
        using var workers = new WorkerPool(threads);
        for (int round = 0; round < 2000; round++)
        {
            int blocks = 1 + (round % 11);
            int[] first = new int[blocks];
            int[] second = new int[blocks];

            workers.Run([(block, _) => Interlocked.Increment(ref first[block]), (block, _) => second[block] += first[block]], blocks);

            Assert.All(first, count => Assert.Equal(1, count));
            Assert.All(second, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Two_blocks_are_never_on_the_same_worker_at_the_same_time()
    {
        const int Threads = 4;
        using var workers = new WorkerPool(Threads);
        int[] busy = new int[Threads];
        int collisions = 0;

        for (int round = 0; round < 500; round++)
        {
            workers.Run(
                [
                    (_, worker) =>
                    {
                        if (Interlocked.Increment(ref busy[worker]) != 1)
                            Interlocked.Increment(ref collisions);
                        Thread.SpinWait(20);
                        Interlocked.Decrement(ref busy[worker]);
                    },
                ],
                blocks: 9);
        }

        Assert.Equal(0, collisions);
    }

    [Fact]
    public void Nobody_waits_for_a_thread_that_has_no_block_in_hand()
    {
        using var workers = new WorkerPool(2);
        using var others = new CountdownEvent(3);

        // Whoever has the first block keeps it until all others are done: his own third among them.
        workers.Run(
            [
                (block, _) =>
                {
                    if (block == 0)
                        Assert.True(others.Wait(TimeSpan.FromSeconds(30)));
                    else
                        others.Signal();
                },
            ],
            blocks: 4);

        Assert.True(others.IsSet);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_error_comes_out_and_the_threads_go_on(int threads)
    {
        using var workers = new WorkerPool(threads);
        Assert.Throws<InvalidOperationException>(() => workers.Run([(block, _) => ThrowAt(block)], blocks: 6));
        int done = 0;

        workers.Run([(_, _) => Interlocked.Increment(ref done)], blocks: 6);

        Assert.Equal(6, done);
    }

    private static void ThrowAt(int block)
    {
        if (block == 4)
            throw new InvalidOperationException("block 4");
    }
}
