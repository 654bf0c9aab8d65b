namespace Thimble.Lab.Reports;

/// <summary>How a report's page looks: readable on a phone, in light and dark, and on paper.</summary>
internal static class PageStyle
{
    /// <summary>The rules, in terms of the plots' colours.</summary>
    public const string Rules =
        """
        *{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
        main{max-width:76rem;margin:0 auto;padding:1rem 1rem 4rem}
        h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3em;overflow-wrap:anywhere}
        h2{font-size:1.35rem;margin:2.2em 0 .5em;padding-bottom:.2em;border-bottom:1px solid var(--grid)}h3{font-size:1.1rem;margin:1.8em 0 .4em}h4{font-size:1rem;margin:1.4em 0 .3em}
        p{max-width:44rem;margin:.6em 0;overflow-wrap:anywhere}a{color:var(--s0)}
        p.note,figcaption{color:var(--faint);font-size:.9rem}
        .warning{border-left:4px solid var(--hot);background:var(--soft);padding:.5em .8em}
        nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2em 1.1em;padding:0;margin:.4em 0;font-size:.93rem}nav a{display:inline-block;padding:.25em 0}
        .verdict,.findings{list-style:none;padding:0;margin:.8em 0}
        .verdict li{padding:.35em 0 .35em 1.8em;position:relative;max-width:48rem}.verdict li:before{position:absolute;left:.2em;font-weight:700}
        .met:before{content:"✓";color:var(--good)}.missed:before{content:"✗";color:var(--bad)}
        .open:before{content:"?"}
        .met b{color:var(--good)}.missed b{color:var(--bad)}
        .findings li{border-left:4px solid var(--line);padding:.1em 0 .1em .9em;margin:1em 0}.findings p{margin:.25em 0}
        .findings .problem{border-color:var(--bad)}.findings .weakness{border-color:var(--hot)}
        .tag{color:var(--faint);font-size:.85rem;white-space:nowrap}
        pre{font:12px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--soft);padding:.9em;border-radius:6px;overflow-x:auto;max-height:34rem}
        .wide{overflow-x:auto;margin:.8em 0;background:linear-gradient(to right,var(--paper) 40%,transparent) left/4rem 100%,linear-gradient(to left,var(--paper) 40%,transparent) right/4rem 100%,
        linear-gradient(to right,var(--line),transparent) left/1rem 100%,linear-gradient(to left,var(--line),transparent) right/1rem 100%;background-repeat:no-repeat;background-attachment:local,local,scroll,scroll}
        details{margin:.8em 0}summary{cursor:pointer;padding:.3em 0;color:var(--s0);font-weight:600}table{border-collapse:collapse;font-size:.93rem;font-variant-numeric:tabular-nums}
        th,td{text-align:left;padding:.35em .9em .35em 0;border-bottom:1px solid var(--grid);vertical-align:top}
        tbody th{font-weight:500;min-width:4.5em}td{overflow-wrap:break-word}thead th{color:var(--faint);font-weight:600;font-size:.85rem}.number{text-align:right}td.number{white-space:nowrap}td:last-child,th:last-child{padding-right:0}
        h1+nav+h2,h2:first-of-type{margin-top:.6em}.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1rem 1.5rem;margin:1em 0;align-items:start}
        figure{margin:0}.figures figure{max-width:36rem}.figures svg.plot{display:block;width:100%;height:auto}
        .gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.6rem,1fr));gap:1rem .6rem;margin:1em 0}
        .gallery figure{text-align:center}.gallery img{display:block;margin:0 auto .3em;border:1px solid var(--grid)}.gallery figcaption{line-height:1.3;font-size:.82rem}
        @media print{body{font-size:10.5pt}h2{margin-top:1.4em}main{max-width:none;padding:0}details::details-content{content-visibility:visible;block-size:auto}pre{max-height:none;overflow:visible;white-space:pre-wrap;font-size:7.5pt;background:none;border:1px solid var(--grid)}
        .wide{overflow:visible}figure,tr,.findings li,.verdict li{break-inside:avoid}h2,h3{break-after:avoid}nav{display:none}
        .figures{grid-template-columns:1fr 1fr}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}

        """;
}
