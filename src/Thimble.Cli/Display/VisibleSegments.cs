using Spectre.Console.Rendering;

namespace Thimble.Cli.Display;

/// <summary>The same as <see cref="VisibleWriter"/> for a console: text becomes visible before colours and cursor movements are put around it.</summary>
internal sealed class VisibleSegments : IRenderHook
{
    /// <inheritdoc/>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Visible(renderable));

    private sealed class Visible(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(Of);

        private static Segment Of(Segment segment) => segment.IsControlCode || segment.IsLineBreak || !segment.Text.Any(VisibleText.IsHidden)
            ? segment
            : new(VisibleText.Of(segment.Text), segment.Style);
    }
}
