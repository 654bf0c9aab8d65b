using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Thimble.Bench;

/// <summary>Runs BenchmarkDotNet in this process, which sees the library's internals.</summary>
internal static class Benchmarks
{
    public static void Run(string filter)
    {
        Job job = Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance);
        IConfig config = DefaultConfig.Instance.AddJob(job);
        BenchmarkSwitcher.FromTypes([typeof(KernelBenchmarks), typeof(StepBenchmarks)]).Run(["--filter", filter], config);
    }
}
