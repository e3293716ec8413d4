# Count correct by fusion point. Run `gnuplot oracle-count-all-by-fusion-point.gp` in this folder to draw it again from oracle-count-all-by-fusion-point.csv.
reset
set encoding utf8
set datafile separator comma
set datafile columnheaders
set terminal svg size 960,608 font "DejaVu Sans,15" background "white" noenhanced
set output "oracle-count-all-by-fusion-point.svg"
set border 3 linewidth 1 linecolor "#444444"
set tics nomirror out textcolor "#222222"
set grid linecolor "#e0e0e0" linewidth 1 linetype 1
set title 'Count correct by fusion point' textcolor "#222222"
set key noautotitle
set xlabel 'Fusion point (image-only blocks before fusion)'
set ylabel 'Count correct (%)'
set xrange [-0.05:1.05]
set xtics (0, 1)
set yrange [-5:105]
set bmargin 7
set key at screen 0.5,0.02 bottom center vertical Left reverse samplen 2 spacing 1.2 maxrows 2
set datafile missing NaN
plot \
  'oracle-count-all-by-fusion-point.csv' using (column("series")==1 ? column("fusion.point")+(-0.018) : NaN):(column("series")==1 ? column("mean")*100 : NaN):(column("series")==1 ? column("ci95_low")*100 : NaN):(column("series")==1 ? column("ci95_high")*100 : NaN) with yerrorbars linecolor "#0072B2" linewidth 1.2 pointtype -1, \
  'oracle-count-all-by-fusion-point.csv' using (column("series")==2 ? column("fusion.point")+(-0.006) : NaN):(column("series")==2 ? column("mean")*100 : NaN):(column("series")==2 ? column("ci95_low")*100 : NaN):(column("series")==2 ? column("ci95_high")*100 : NaN) with yerrorbars linecolor "#D55E00" linewidth 1.2 pointtype -1, \
  'oracle-count-all-by-fusion-point.csv' using (column("series")==3 ? column("fusion.point")+(0.006) : NaN):(column("series")==3 ? column("mean")*100 : NaN):(column("series")==3 ? column("ci95_low")*100 : NaN):(column("series")==3 ? column("ci95_high")*100 : NaN) with yerrorbars linecolor "#009E73" linewidth 1.2 pointtype -1, \
  'oracle-count-all-by-fusion-point.csv' using (column("series")==4 ? column("fusion.point")+(0.018) : NaN):(column("series")==4 ? column("mean")*100 : NaN):(column("series")==4 ? column("ci95_low")*100 : NaN):(column("series")==4 ? column("ci95_high")*100 : NaN) with yerrorbars linecolor "#CC79A7" linewidth 1.2 pointtype -1, \
  'oracle-count-all-by-fusion-point.csv' using (column("series")==1 ? column("fusion.point")+(-0.018) : NaN):(column("series")==1 ? column("mean")*100 : NaN) with linespoints linewidth 2 pointtype 7 pointsize 1 linecolor "#0072B2" title 'concat, text depth 0', \
  'oracle-count-all-by-fusion-point.csv' using (column("series")==2 ? column("fusion.point")+(-0.006) : NaN):(column("series")==2 ? column("mean")*100 : NaN) with linespoints linewidth 2 pointtype 5 pointsize 1 linecolor "#D55E00" title 'concat, text depth 2', \
  'oracle-count-all-by-fusion-point.csv' using (column("series")==3 ? column("fusion.point")+(0.006) : NaN):(column("series")==3 ? column("mean")*100 : NaN) with linespoints linewidth 2 pointtype 9 pointsize 1 linecolor "#009E73" title 'cross-attention, text depth 0', \
  'oracle-count-all-by-fusion-point.csv' using (column("series")==4 ? column("fusion.point")+(0.018) : NaN):(column("series")==4 ? column("mean")*100 : NaN) with linespoints linewidth 2 pointtype 13 pointsize 1 linecolor "#CC79A7" title 'cross-attention, text depth 2'
set output
set terminal pngcairo size 1920,1216 font "DejaVu Sans,26" linewidth 2 pointscale 2 background "white" noenhanced
set output "oracle-count-all-by-fusion-point.png"
replot
set output
