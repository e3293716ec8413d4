# Forward pass, executed by variant. Run `gnuplot cost-executed-forward-flops-cost.gp` in this folder to draw it again from cost-executed-forward-flops-cost.csv.
reset
set encoding utf8
set datafile separator comma
set datafile columnheaders
set terminal svg size 960,560 font "DejaVu Sans,15" background "white" noenhanced
set output "cost-executed-forward-flops-cost.svg"
set border 3 linewidth 1 linecolor "#444444"
set tics nomirror out textcolor "#222222"
set grid linecolor "#e0e0e0" linewidth 1 linetype 1
set title 'Forward pass, executed by variant' textcolor "#222222"
set key noautotitle
set xlabel 'Forward pass, executed (GFLOP)'
unset key
set yrange [8.6:0.4]
set xrange [0:0.0594109]
set grid noytics xtics
set ytics scale 0 ('point 0, concat, text depth 0' 1, 'point 0, concat, text depth 2' 2, 'point 0, cross-attention, text depth 0' 3, 'point 0, cross-attention, text depth 2' 4, 'point 1, concat, text depth 0' 5, 'point 1, concat, text depth 2' 6, 'point 1, cross-attention, text depth 0' 7, 'point 1, cross-attention, text depth 2' 8)
set style fill solid 0.85 noborder
set datafile missing NaN
plot \
  'cost-executed-forward-flops-cost.csv' using (column("mean")*1e-09/2):(column("position")):(0):(column("mean")*1e-09):(column("position")-0.34):(column("position")+0.34)with boxxyerror linecolor "#0072B2", \
  'cost-executed-forward-flops-cost.csv' using ((strlen(strcol("ci95_high")) ? column("ci95_high") : column("mean"))*1e-09):(column("position")):(sprintf(" %.3f", column("mean")*1e-09)) with labels left textcolor "#222222"
set output
set terminal pngcairo size 1920,1120 font "DejaVu Sans,26" linewidth 2 pointscale 2 background "white" noenhanced
set output "cost-executed-forward-flops-cost.png"
replot
set output
