# Validation loss by diffusion timestep. Run `gnuplot loss-by-timestep.gp` in this folder to draw it again from loss-by-timestep.csv.
reset
set encoding utf8
set datafile separator comma
set datafile columnheaders
set terminal svg size 960,656 font "DejaVu Sans,15" background "white" noenhanced
set output "loss-by-timestep.svg"
set border 3 linewidth 1 linecolor "#444444"
set tics nomirror out textcolor "#222222"
set grid linecolor "#e0e0e0" linewidth 1 linetype 1
set title 'Validation loss by diffusion timestep' textcolor "#222222"
set key noautotitle
set xlabel 'Diffusion timestep (middle of 100; 1 is nearly clean, 1000 is noise)'
set ylabel 'Validation loss (mean squared error)'
set xrange [5:995]
set yrange [-0.197416:0.62729]
set bmargin 9.4
set key at screen 0.5,0.02 bottom center vertical Left reverse samplen 2 spacing 1.2 maxrows 4
set datafile missing NaN
plot \
  'loss-by-timestep.csv' using (column("series")==1 ? column("timestep")+(-18.9) : NaN):(column("series")==1 ? column("mean") : NaN):(column("series")==1 ? column("ci95_low") : NaN):(column("series")==1 ? column("ci95_high") : NaN) with yerrorbars linecolor "#0072B2" linewidth 1.2 pointtype -1, \
  'loss-by-timestep.csv' using (column("series")==2 ? column("timestep")+(-13.5) : NaN):(column("series")==2 ? column("mean") : NaN):(column("series")==2 ? column("ci95_low") : NaN):(column("series")==2 ? column("ci95_high") : NaN) with yerrorbars linecolor "#D55E00" linewidth 1.2 pointtype -1, \
  'loss-by-timestep.csv' using (column("series")==3 ? column("timestep")+(-8.1) : NaN):(column("series")==3 ? column("mean") : NaN):(column("series")==3 ? column("ci95_low") : NaN):(column("series")==3 ? column("ci95_high") : NaN) with yerrorbars linecolor "#009E73" linewidth 1.2 pointtype -1, \
  'loss-by-timestep.csv' using (column("series")==4 ? column("timestep")+(-2.7) : NaN):(column("series")==4 ? column("mean") : NaN):(column("series")==4 ? column("ci95_low") : NaN):(column("series")==4 ? column("ci95_high") : NaN) with yerrorbars linecolor "#CC79A7" linewidth 1.2 pointtype -1, \
  'loss-by-timestep.csv' using (column("series")==5 ? column("timestep")+(2.7) : NaN):(column("series")==5 ? column("mean") : NaN):(column("series")==5 ? column("ci95_low") : NaN):(column("series")==5 ? column("ci95_high") : NaN) with yerrorbars linecolor "#E69F00" linewidth 1.2 pointtype -1, \
  'loss-by-timestep.csv' using (column("series")==6 ? column("timestep")+(8.1) : NaN):(column("series")==6 ? column("mean") : NaN):(column("series")==6 ? column("ci95_low") : NaN):(column("series")==6 ? column("ci95_high") : NaN) with yerrorbars linecolor "#56B4E9" linewidth 1.2 pointtype -1, \
  'loss-by-timestep.csv' using (column("series")==7 ? column("timestep")+(13.5) : NaN):(column("series")==7 ? column("mean") : NaN):(column("series")==7 ? column("ci95_low") : NaN):(column("series")==7 ? column("ci95_high") : NaN) with yerrorbars linecolor "#7A4B00" linewidth 1.2 pointtype -1, \
  'loss-by-timestep.csv' using (column("series")==8 ? column("timestep")+(18.9) : NaN):(column("series")==8 ? column("mean") : NaN):(column("series")==8 ? column("ci95_low") : NaN):(column("series")==8 ? column("ci95_high") : NaN) with yerrorbars linecolor "#000000" linewidth 1.2 pointtype -1, \
  'loss-by-timestep.csv' using (column("series")==1 ? column("timestep")+(-18.9) : NaN):(column("series")==1 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 7 pointsize 1 linecolor "#0072B2" title 'point 0, concat, text depth 0', \
  'loss-by-timestep.csv' using (column("series")==2 ? column("timestep")+(-13.5) : NaN):(column("series")==2 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 5 pointsize 1 linecolor "#D55E00" title 'point 0, concat, text depth 2', \
  'loss-by-timestep.csv' using (column("series")==3 ? column("timestep")+(-8.1) : NaN):(column("series")==3 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 9 pointsize 1 linecolor "#009E73" title 'point 0, cross-attention, text depth 0', \
  'loss-by-timestep.csv' using (column("series")==4 ? column("timestep")+(-2.7) : NaN):(column("series")==4 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 13 pointsize 1 linecolor "#CC79A7" title 'point 0, cross-attention, text depth 2', \
  'loss-by-timestep.csv' using (column("series")==5 ? column("timestep")+(2.7) : NaN):(column("series")==5 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 11 pointsize 1 linecolor "#E69F00" title 'point 1, concat, text depth 0', \
  'loss-by-timestep.csv' using (column("series")==6 ? column("timestep")+(8.1) : NaN):(column("series")==6 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 6 pointsize 1 linecolor "#56B4E9" title 'point 1, concat, text depth 2', \
  'loss-by-timestep.csv' using (column("series")==7 ? column("timestep")+(13.5) : NaN):(column("series")==7 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 4 pointsize 1 linecolor "#7A4B00" title 'point 1, cross-attention, text depth 0', \
  'loss-by-timestep.csv' using (column("series")==8 ? column("timestep")+(18.9) : NaN):(column("series")==8 ? column("mean") : NaN) with linespoints linewidth 2 pointtype 8 pointsize 1 linecolor "#000000" title 'point 1, cross-attention, text depth 2'
set output
set terminal pngcairo size 1920,1312 font "DejaVu Sans,26" linewidth 2 pointscale 2 background "white" noenhanced
set output "loss-by-timestep.png"
replot
set output
