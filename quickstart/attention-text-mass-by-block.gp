# Attention to text by block. Run `gnuplot attention-text-mass-by-block.gp` in this folder to draw it again from attention-text-mass-by-block.csv.
reset
set encoding utf8
set datafile separator comma
set datafile columnheaders
set terminal svg size 960,656 font "DejaVu Sans,15" background "white" noenhanced
set output "attention-text-mass-by-block.svg"
set border 3 linewidth 1 linecolor "#444444"
set tics nomirror out textcolor "#222222"
set grid linecolor "#e0e0e0" linewidth 1 linetype 1
set title 'Attention to text by block' textcolor "#222222"
set key noautotitle
set xlabel 'Block (execution order)'
set ylabel 'Attention to text (share)'
set xrange [-0.3:6.3]
set xtics (0, 1, 2, 3, 4, 5, 6)
set yrange [-1.05529:1.48747]
set bmargin 9.4
set key at screen 0.5,0.02 bottom center vertical Left reverse samplen 2 spacing 1.2 maxrows 4
set datafile missing NaN
plot \
  'attention-text-mass-by-block.csv' using (column("series")==1 ? column("block")+(-0.126) : NaN):(column("series")==1 ? column("mean") : NaN):(column("series")==1 ? column("ci95_low") : NaN):(column("series")==1 ? column("ci95_high") : NaN) with yerrorbars linecolor "#0072B2" linewidth 1.2 pointtype -1, \
  'attention-text-mass-by-block.csv' using (column("series")==2 ? column("block")+(-0.09) : NaN):(column("series")==2 ? column("mean") : NaN):(column("series")==2 ? column("ci95_low") : NaN):(column("series")==2 ? column("ci95_high") : NaN) with yerrorbars linecolor "#D55E00" linewidth 1.2 pointtype -1, \
  'attention-text-mass-by-block.csv' using (column("series")==3 ? column("block")+(-0.054) : NaN):(column("series")==3 ? column("mean") : NaN):(column("series")==3 ? column("ci95_low") : NaN):(column("series")==3 ? column("ci95_high") : NaN) with yerrorbars linecolor "#009E73" linewidth 1.2 pointtype -1, \
  'attention-text-mass-by-block.csv' using (column("series")==4 ? column("block")+(-0.018) : NaN):(column("series")==4 ? column("mean") : NaN):(column("series")==4 ? column("ci95_low") : NaN):(column("series")==4 ? column("ci95_high") : NaN) with yerrorbars linecolor "#CC79A7" linewidth 1.2 pointtype -1, \
  'attention-text-mass-by-block.csv' using (column("series")==5 ? column("block")+(0.018) : NaN):(column("series")==5 ? column("mean") : NaN):(column("series")==5 ? column("ci95_low") : NaN):(column("series")==5 ? column("ci95_high") : NaN) with yerrorbars linecolor "#E69F00" linewidth 1.2 pointtype -1, \
  'attention-text-mass-by-block.csv' using (column("series")==6 ? column("block")+(0.054) : NaN):(column("series")==6 ? column("mean") : NaN):(column("series")==6 ? column("ci95_low") : NaN):(column("series")==6 ? column("ci95_high") : NaN) with yerrorbars linecolor "#56B4E9" linewidth 1.2 pointtype -1, \
  'attention-text-mass-by-block.csv' using (column("series")==7 ? column("block")+(0.09) : NaN):(column("series")==7 ? column("mean") : NaN):(column("series")==7 ? column("ci95_low") : NaN):(column("series")==7 ? column("ci95_high") : NaN) with yerrorbars linecolor "#7A4B00" linewidth 1.2 pointtype -1, \
  'attention-text-mass-by-block.csv' using (column("series")==8 ? column("block")+(0.126) : NaN):(column("series")==8 ? column("mean") : NaN):(column("series")==8 ? column("ci95_low") : NaN):(column("series")==8 ? column("ci95_high") : NaN) with yerrorbars linecolor "#000000" linewidth 1.2 pointtype -1, \
  'attention-text-mass-by-block.csv' using (column("series")==1 ? column("block")+(-0.126) : NaN):(column("series")==1 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 7 pointsize 1 linecolor "#0072B2" title 'point 0, concat, text depth 0', \
  'attention-text-mass-by-block.csv' using (column("series")==2 ? column("block")+(-0.09) : NaN):(column("series")==2 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 5 pointsize 1 linecolor "#D55E00" title 'point 0, concat, text depth 2', \
  'attention-text-mass-by-block.csv' using (column("series")==3 ? column("block")+(-0.054) : NaN):(column("series")==3 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 9 pointsize 1 linecolor "#009E73" title 'point 0, cross-attention, text depth 0', \
  'attention-text-mass-by-block.csv' using (column("series")==4 ? column("block")+(-0.018) : NaN):(column("series")==4 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 13 pointsize 1 linecolor "#CC79A7" title 'point 0, cross-attention, text depth 2', \
  'attention-text-mass-by-block.csv' using (column("series")==5 ? column("block")+(0.018) : NaN):(column("series")==5 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 11 pointsize 1 linecolor "#E69F00" title 'point 1, concat, text depth 0', \
  'attention-text-mass-by-block.csv' using (column("series")==6 ? column("block")+(0.054) : NaN):(column("series")==6 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 6 pointsize 1 linecolor "#56B4E9" title 'point 1, concat, text depth 2', \
  'attention-text-mass-by-block.csv' using (column("series")==7 ? column("block")+(0.09) : NaN):(column("series")==7 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 4 pointsize 1 linecolor "#7A4B00" title 'point 1, cross-attention, text depth 0', \
  'attention-text-mass-by-block.csv' using (column("series")==8 ? column("block")+(0.126) : NaN):(column("series")==8 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 8 pointsize 1 linecolor "#000000" title 'point 1, cross-attention, text depth 2'
set output
set terminal pngcairo size 1920,1312 font "DejaVu Sans,26" linewidth 2 pointscale 2 background "white" noenhanced
set output "attention-text-mass-by-block.png"
replot
set output
