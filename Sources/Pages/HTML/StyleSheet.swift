/// How pages look: system fonts, light and dark, from 320 pixels on. Colours of text keep a contrast of 4.5 to 1 on their grounds.
public enum StyleSheet {
    public static let text = """

        :root {
          color-scheme: light dark;
          --ground: #ffffff; --raised: #f5f6f8; --ink: #1c2128; --soft: #57606a; --line: #d5dae0; --link: #0b5cad;
          --good: #116329; --good-ground: #e3f5e7; --bad: #a40e26; --bad-ground: #fdebec;
          --even: #0b5cad; --even-ground: #e6f0fb; --open: #57606a; --open-ground: #eef0f3; --warn: #7a4b00; --warn-ground: #fff3d6;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #14171c; --raised: #1d2129; --ink: #e6e9ee; --soft: #a3acb8; --line: #363d48; --link: #7ab8ff;
            --good: #7ee09a; --good-ground: #12301c; --bad: #ff9d9d; --bad-ground: #3d1a1d;
            --even: #8cc4ff; --even-ground: #14293f; --open: #a9b2be; --open-ground: #262b34; --warn: #ffd27a; --warn-ground: #3a2c0c;
          }
          .drawing svg { filter: invert(0.92) hue-rotate(180deg); }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; max-width: 84rem; padding: 1rem clamp(0.75rem, 3vw, 2rem) 3rem;
          background: var(--ground); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
        }
        h1 { font-size: clamp(1.5rem, 4vw, 2.1rem); line-height: 1.2; margin: 0.5rem 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.35rem; margin: 2.5rem 0 0.5rem; padding-top: 0.6rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 1.5rem 0 0.4rem; }
        p { margin: 0.5rem 0; max-width: 46rem; }
        a { color: var(--link); }
        a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .lead { font-size: 1.1rem; color: var(--soft); }
        .note { color: var(--soft); font-size: 0.9rem; }
        .warning {
          background: var(--warn-ground); color: var(--warn); border-left: 4px solid var(--warn);
          padding: 0.5rem 0.8rem; border-radius: 4px;
        }
        nav ul { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; list-style: none; margin: 1rem 0 0; padding: 0; }
        .facts { display: flex; flex-wrap: wrap; gap: 0.6rem 2rem; margin: 1rem 0; }
        .facts div { min-width: 7rem; max-width: 24rem; }
        .facts dt { color: var(--soft); font-size: 0.85rem; }
        .facts dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
        .short { padding-left: 1.2rem; max-width: 60rem; }
        .short li { margin: 0.25rem 0; }
        .scroll { overflow-x: auto; margin: 0.8rem 0; border: 1px solid var(--line); border-radius: 6px; }
        table { border-collapse: collapse; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding: 0.5rem 0.7rem; color: var(--soft); }
        th, td { padding: 0.35rem 0.7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        tbody tr:last-child > * { border-bottom: 0; }
        thead th { vertical-align: bottom; background: var(--raised); font-weight: 600; }
        tbody th { font-weight: 500; background: var(--ground); }
        .results tbody th { white-space: nowrap; }
        .number { text-align: right; white-space: nowrap; }
        thead .number { white-space: normal; min-width: 6.5rem; }
        .unit, .small { display: block; color: var(--soft); font-size: 0.82rem; font-weight: 400; }
        .sticky { position: sticky; left: 0; z-index: 1; }
        td.best { background: var(--good-ground); color: var(--good); font-weight: 700; }
        .mark { font-weight: 600; white-space: nowrap; }
        .mark.good { color: var(--good); } .mark.bad { color: var(--bad); }
        .mark.even { color: var(--even); } .mark.open { color: var(--open); } .mark.warn { color: var(--warn); }
        .verdicts {
          list-style: none; padding: 0; margin: 0.8rem 0; display: grid; gap: 0.7rem; align-items: start;
          grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr));
        }
        .verdicts > li { border: 1px solid var(--line); border-left-width: 5px; border-radius: 6px; padding: 0.6rem 0.9rem; }
        .verdicts > li.good { border-left-color: var(--good); background: var(--good-ground); }
        .verdicts > li.bad { border-left-color: var(--bad); background: var(--bad-ground); }
        .verdicts > li.even { border-left-color: var(--even); background: var(--even-ground); }
        .verdicts > li.open { border-left-color: var(--open); }
        .verdicts p { margin: 0.15rem 0; }
        .verdicts ul { margin: 0.3rem 0; padding-left: 1.1rem; font-size: 0.94rem; }
        details { margin: 0.8rem 0; }
        summary { cursor: pointer; color: var(--link); font-weight: 600; padding: 0.25rem 0; }
        .drawings { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem; }
        .drawing { margin: 0; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
        .drawing .scroll { border: 0; margin: 0; }
        .drawing svg { display: block; width: 100%; min-width: 34rem; height: auto; }
        .drawing figcaption { padding: 0.4rem 0.7rem; color: var(--soft); font-size: 0.88rem; }
        .matrix td, .matrix thead th { text-align: center; padding: 0.45rem; min-width: 6rem; }
        .matrix tbody th, .matrix thead th:first-child { text-align: left; max-width: 8.5rem; min-width: 6.5rem; overflow-wrap: anywhere; }
        .matrix thead th span { display: block; font-weight: 500; font-size: 0.85rem; }
        .pixels { image-rendering: pixelated; width: 84px; height: auto; display: block; margin: 0 auto 0.25rem; border-radius: 2px; }
        .verdict { font-size: 0.82rem; line-height: 1.3; display: block; max-width: 8rem; margin: 0 auto; }
        .verdict .mark { white-space: normal; }
        .looks .pixels { width: 80px; }
        .looks td { min-width: 5rem; }
        .looks thead th { min-width: 5rem; }
        .drawings > article { min-width: 0; }
        .drawings > article h3 { margin-top: 0.4rem; }
        tfoot > tr > * { border-top: 1px solid var(--line); border-bottom: 0; background: var(--raised); }
        .files { columns: 16rem auto; font-size: 0.9rem; padding-left: 1.2rem; }
        .files li { overflow-wrap: anywhere; }
        pre { overflow-x: auto; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 0.8rem; }
        footer { margin-top: 3rem; color: var(--soft); font-size: 0.88rem; }
        @media (max-width: 30rem) {
          .matrix tbody th, .matrix thead th:first-child { max-width: 6rem; min-width: 5rem; font-size: 0.82rem; padding: 0.35rem; }
          th, td { padding: 0.3rem 0.5rem; }
        }
        @media print { nav, summary { display: none; } .scroll { overflow: visible; } }

        """
}
