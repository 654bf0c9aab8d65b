namespace Thimble.Data;

/// <summary>How far the download of one file is.</summary>
/// <param name="DatasetName">The data set, e.g. <c>mnist</c>.</param>
/// <param name="FileName">The file, e.g. <c>train-images-idx3-ubyte.gz</c>.</param>
/// <param name="Mirror">The host that it comes from.</param>
/// <param name="ReceivedBytes">Bytes received so far.</param>
/// <param name="TotalBytes">Bytes in all, if the mirror says so.</param>
public sealed record DownloadProgress(string DatasetName, string FileName, string Mirror, long ReceivedBytes, long? TotalBytes);
