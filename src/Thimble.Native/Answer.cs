using System.Runtime.InteropServices;

namespace Thimble.Native;

/// <summary>The answer to an image, laid out as <c>thimble_answer</c> in thimble.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Answer(Classification classification)
{
    /// <summary>The class.</summary>
    public readonly int Label = classification.Class;

    /// <summary>Its probability.</summary>
    public readonly float Probability = classification.Probability;

    /// <summary>1 if the image is like those that the network was trained on.</summary>
    public readonly int Recognized = classification.IsRecognized ? 1 : 0;
}
