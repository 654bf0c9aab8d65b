namespace Thimble.Lab.Plots;

/// <summary>The colours and lines of all plots, as CSS for light and dark.</summary>
public static class PlotStyle
{
    /// <summary>Series that can be told apart; after these the colours begin again.</summary>
    public const int Colours = 6;

    /// <summary>The variables: colours that also the colour-blind can tell apart (after Okabe and Ito).</summary>
    public const string Variables =
        """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1c2127;--faint:#59636e;--grid:#e3e6ea;--line:#aab2bb;--soft:#f4f6f8;
        --s0:#0068a8;--s1:#c84f00;--s2:#008562;--s3:#a8447f;--s4:#8a6500;--s5:#5a4fcf;--good:#0b7a4b;--bad:#b3261e;--hot:#d55e00}
        @media (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e8ebee;--faint:#a0a9b4;--grid:#2a3038;--line:#57606b;--soft:#1d2229;
        --s0:#5ab4f0;--s1:#ff9a5c;--s2:#3ccfa4;--s3:#e69ac6;--s4:#e5c04b;--s5:#a9a2ff;--good:#4cc38a;--bad:#ff8a80;--hot:#ff8a3c}}
        @media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--faint:#444;--grid:#ddd;--line:#999;--soft:#f4f4f4;
        --s0:#0068a8;--s1:#c84f00;--s2:#008562;--s3:#a8447f;--s4:#8a6500;--s5:#5a4fcf;--good:#0b7a4b;--bad:#b3261e;--hot:#d55e00}}

        """;

    /// <summary>How the elements of a plot look.</summary>
    public const string Rules =
        """
        .plot text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--ink);font-variant-numeric:tabular-nums}
        .plot .tick,.plot .note{fill:var(--faint);font-size:12px}.plot .title{font-weight:600}.plot .cell{font-size:12px}
        .plot .paper{fill:var(--paper)}.plot .grid{stroke:var(--grid)}.plot .axis{stroke:var(--line)}
        .plot .target{stroke:var(--good);stroke-dasharray:2 3;stroke-width:1.5}.plot .targettext{fill:var(--good);font-size:12px}
        .plot path{fill:none;stroke-width:2;stroke-linejoin:round}.plot .dashed{stroke-dasharray:6 4}
        .plot circle{stroke:var(--paper);stroke-width:1}.plot .ring{fill:none!important;stroke:var(--ink);stroke-width:1.5}
        .plot .l0{stroke:var(--s0)}.plot .l1{stroke:var(--s1)}.plot .l2{stroke:var(--s2)}.plot .l3{stroke:var(--s3)}.plot .l4{stroke:var(--s4)}.plot .l5{stroke:var(--s5)}
        .plot .f0{fill:var(--s0)}.plot .f1{fill:var(--s1)}.plot .f2{fill:var(--s2)}.plot .f3{fill:var(--s3)}.plot .f4{fill:var(--s4)}.plot .f5{fill:var(--s5)}
        .plot .weights{fill:var(--s0);fill-opacity:.14;stroke:var(--s0)}.plot .plain{fill:var(--soft);stroke:var(--line)}
        .plot .right{fill:var(--good)}.plot .wrong{fill:var(--hot)}.plot .empty{fill:var(--soft)}.pixels{image-rendering:pixelated}

        """;

    /// <summary>A plot as a file of its own, which brings its colours along.</summary>
    /// <param name="svg">A plot.</param>
    public static string AsFile(string svg)
    {
        int inside = svg.IndexOf('>', StringComparison.Ordinal) + 1;
        return $"{svg[..inside]}\n<style>\n{Variables}{Rules}</style>{svg[inside..]}";
    }
}
