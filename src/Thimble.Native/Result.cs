namespace Thimble.Native;

/// <summary>What a function returns, as <c>thimble_result</c> in thimble.h.</summary>
internal enum Result
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>A mistake of the caller: a null pointer, a wrong number of pixels, a network that was freed.</summary>
    BadArgument = 1,

    /// <summary>The weights file cannot be read or used.</summary>
    BadFile = 2,

    /// <summary>There is not enough memory.</summary>
    NoMemory = 3,

    /// <summary>A fault of the library itself.</summary>
    Failure = 4,
}
