namespace Thimble.Graph;

/// <summary>Rewrites that change what is computed in no way that matters.</summary>
internal static class GraphRewrites
{
    /// <summary>Takes out dropout, which does nothing once training is over.</summary>
    public static NetworkGraph WithoutDropout(this NetworkGraph graph) =>
        graph.Rewrite(node => node.Operation is Mask ? null : node.Operation);

    /// <summary>Takes out what does nothing even in training: dropout with a rate of 0.</summary>
    public static NetworkGraph WithoutIdleNodes(this NetworkGraph graph) =>
        graph.Rewrite(node => node.Operation is Mask { Rate: 0 } ? null : node.Operation);
}
