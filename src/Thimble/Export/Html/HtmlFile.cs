using System.Text;
using Thimble.Export.C;

namespace Thimble.Export.Html;

/// <summary>
/// A network as one page of HTML that needs nothing else and asks no network for anything: draw on it, or give it a picture, and it shows the classes with their
/// confidences. It computes in whole numbers of 8 bits, with the same logits as the C that <see cref="CFiles"/> writes of the same calibration images.
/// </summary>
public static class HtmlFile
{
    /// <summary>Writes the page aside and then puts it in place.</summary>
    /// <param name="trained">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written.</param>
    /// <returns>The page's bytes.</returns>
    /// <exception cref="InvalidInputException">
    /// The network does not take pictures, has a layer that cannot be exported, the calibration images do not fit, or the file cannot be written.
    /// </exception>
    public static long Write(TrainedNetwork trained, string path, HtmlOptions options) => Write(trained, path, options, FileSystem.Disk);

    /// <inheritdoc cref="Write(TrainedNetwork, string, HtmlOptions)"/>
    internal static long Write(TrainedNetwork trained, string path, HtmlOptions options, FileSystem files)
    {
        NetworkDescription description = trained.Description;
        description.Preparation.CheckInput(description.Definition.Input);
        byte[] page = Encoding.UTF8.GetBytes(Page.Of(options.Name, description, PageNetwork.Json(description, Int8Scales.Of(trained, options.CalibrationImages))));
        AtomicFile.Write(path, stream => stream.Write(page), files);
        return page.Length;
    }
}

/// <summary>How a network is written as a page.</summary>
/// <param name="Name">The page's title: what the network is called.</param>
/// <param name="CalibrationImages">The images that choose the scales of 8 bits: some hundred training images, channel, row, column, 0 to 255.</param>
public sealed record HtmlOptions(string Name, IReadOnlyList<byte[]> CalibrationImages);
