namespace Thimble.Lab;

/// <summary>Finds trained networks: runs by folder or name, and files of weights.</summary>
public static class TrainedNetworks
{
    /// <summary>Loads a trained network.</summary>
    /// <param name="pathOrName">A weights file, a run's folder, its name (<c>part3/2</c>), or an experiment's name for its best finished full run.</param>
    /// <param name="weights">Which weights of a run; a file has only its own.</param>
    /// <param name="experiment">
    /// For a weights file that does not say which network it belongs to: the name of a built-in experiment or a YAML file.
    /// </param>
    /// <param name="root">The folder that holds runs.</param>
    /// <param name="changes">The settings of that experiment which are not as its file has them; none if null.</param>
    /// <exception cref="InvalidInputException">There is no such run or file, it is damaged, or belongs to another network.</exception>
    public static TrainedNetwork Load(
        string pathOrName, RunWeights weights = RunWeights.Final, string? experiment = null, string root = RunFolder.DefaultRoot,
        IReadOnlyList<SettingChange>? changes = null)
    {
        if (!File.Exists(pathOrName))
            return LoadRun(RunFolder.Open(pathOrName, root), weights, experiment);
        return experiment is null
            ? TrainedNetwork.Load(pathOrName)
            : TrainedNetwork.Load(pathOrName, ExperimentCatalogue.Load(experiment, changes ?? []).Describe());
    }

    private static TrainedNetwork LoadRun(RunFolder run, RunWeights weights, string? experiment) => experiment is null
        ? run.LoadTrained(weights)
        : throw new InvalidInputException($"{run.Path}: a run knows its own experiment; give none with it") { Remedy = Remedy.LeaveNetworkOut };
}
