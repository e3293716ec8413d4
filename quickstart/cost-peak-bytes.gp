# Peak memory by variant. Run `gnuplot cost-peak-bytes.gp` in this folder to draw it again from cost-peak-bytes.csv.
reset
set encoding utf8
set datafile separator comma
set datafile columnheaders
set terminal svg size 960,560 font "DejaVu Sans,15" background "white" noenhanced
set output "cost-peak-bytes.svg"
set border 3 linewidth 1 linecolor "#444444"
set tics nomirror out textcolor "#222222"
set grid linecolor "#e0e0e0" linewidth 1 linetype 1
set title 'Peak memory by variant' textcolor "#222222"
set key noautotitle
set xlabel 'Peak memory (MiB)'
unset key
set yrange [8.6:0.4]
set xrange [0:250.49]
set grid noytics xtics
set ytics scale 0 ('point 0, concat, text depth 0' 1, 'point 0, concat, text depth 2' 2, 'point 0, cross-attention, text depth 0' 3, 'point 0, cross-attention, text depth 2' 4, 'point 1, concat, text depth 0' 5, 'point 1, concat, text depth 2' 6, 'point 1, cross-attention, text depth 0' 7, 'point 1, cross-attention, text depth 2' 8)
set style fill solid 0.85 noborder
set datafile missing NaN
plot \
  'cost-peak-bytes.csv' using (column("mean")*9.5367431640625e-07/2):(column("position")):(0):(column("mean")*9.5367431640625e-07):(column("position")-0.34):(column("position")+0.34)with boxxyerror linecolor "#0072B2", \
  'cost-peak-bytes.csv' using (column("mean")*9.5367431640625e-07):(column("position")):(column("ci95_low")*9.5367431640625e-07):(column("ci95_high")*9.5367431640625e-07) with xerrorbars linecolor "#222222" linewidth 1.2 pointtype -1, \
  'cost-peak-bytes.csv' using ((strlen(strcol("ci95_high")) ? column("ci95_high") : column("mean"))*9.5367431640625e-07):(column("position")):(sprintf(" %.0f", column("mean")*9.5367431640625e-07)) with labels left textcolor "#222222"
set output
set terminal pngcairo size 1920,1120 font "DejaVu Sans,26" linewidth 2 pointscale 2 background "white" noenhanced
set output "cost-peak-bytes.png"
replot
set output
