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

        // The worker that has the first block keeps it until all others are done: its own third among them.
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

    [Fact]
    public void A_worker_that_is_not_active_gets_no_block_and_comes_back_when_it_is()
    {
        using var workers = new WorkerPool(4);
        for (int round = 0; round < 400; round++)
        {
            workers.Active = 1 + (round / 5 % 4);
            int[] blocks = new int[9];
            int last = 0;

            workers.Run(
                [
                    (block, worker) =>
                    {
                        Interlocked.Increment(ref blocks[block]);
                        InterlockedMaximum(ref last, worker);
                    },
                ],
                blocks.Length);

            Assert.All(blocks, count => Assert.Equal(1, count));
            Assert.InRange(last, 0, workers.Active - 1);
        }

        workers.Active = 4;
        using var all = new CountdownEvent(4);
        // Each block waits for the others, so all four workers must come.
        workers.Run(
            [
                (_, _) =>
                {
                    all.Signal();
                    Assert.True(all.Wait(TimeSpan.FromSeconds(30)));
                },
            ],
            blocks: 4);
    }

    // Long enough for every worker and the caller to have gone to sleep in between.
    [Fact]
    public void Workers_that_sleep_are_woken()
    {
        using var workers = new WorkerPool(3);
        for (int round = 0; round < 20; round++)
        {
            int done = 0;
            using var both = new CountdownEvent(3);

            // Each block waits for the two others, so that all three workers must come.
            workers.Run(
                [
                    (block, worker) =>
                    {
                        both.Signal();
                        Assert.True(both.Wait(TimeSpan.FromSeconds(30)));
                        if (worker != 0)
                            Thread.Sleep(2);
                        Interlocked.Increment(ref done);
                    },
                ],
                blocks: 3);

            Assert.Equal(3, done);
            Thread.Sleep(2);
        }
    }

    private static void InterlockedMaximum(ref int largest, int value)
    {
        int seen = Volatile.Read(ref largest);
        while (value > seen)
            seen = Interlocked.CompareExchange(ref largest, value, seen) is var found && found == seen ? value : found;
    }

    private static void ThrowAt(int block)
    {
        if (block == 4)
            throw new InvalidOperationException("block 4");
    }
}
