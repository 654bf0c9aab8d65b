namespace Thimble.Execution;

/// <summary>
/// Plans memory while a network is compiled: what is given back serves the next layer that fits, so two gradients
/// (or, in evaluation, two activations) are all that lives at a time.
/// </summary>
/// <param name="slots">Slots of each activation.</param>
/// <param name="perWorker">Whether a slot belongs to a worker rather than to a block.</param>
internal sealed class ActivationPool(int slots, bool perWorker)
{
    private readonly List<Activation> _free = [];

    /// <summary>Room for <paramref name="size"/> numbers a sample; its content is whatever was there.</summary>
    public Activation Rent(int size)
    {
        Activation? fitting = _free.Where(free => free.Capacity >= size).MinBy(free => free.Capacity);
        if (fitting is null)
            return new Activation(size, slots, perWorker) { IsOverwritable = true };
        _free.Remove(fitting);
        Activation rented = fitting.Resized(size);
        rented.IsOverwritable = true;
        return rented;
    }

    /// <summary>Gives room back. The passes planned so far still use it; those planned from here on may overwrite it.</summary>
    public void Return(Activation activation) => _free.Add(activation);
}
