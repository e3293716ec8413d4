# Validation loss against cost. Run `gnuplot loss-validation-by-cost.gp` in this folder to draw it again from loss-validation-by-cost.csv.
reset
set encoding utf8
set datafile separator comma
set datafile columnheaders
set terminal svg size 960,656 font "DejaVu Sans,15" background "white" noenhanced
set output "loss-validation-by-cost.svg"
set border 3 linewidth 1 linecolor "#444444"
set tics nomirror out textcolor "#222222"
set grid linecolor "#e0e0e0" linewidth 1 linetype 1
set title 'Validation loss against cost' textcolor "#222222"
set key noautotitle
set xlabel 'Forward pass, reference (GFLOP)'
set ylabel 'Validation loss (mean squared error)'
set xrange [0.0402362:0.0515076]
set yrange [-0.0564206:0.163505]
set bmargin 9.4
set key at screen 0.5,0.02 bottom center vertical Left reverse samplen 2 spacing 1.2 maxrows 4
set datafile missing NaN
plot \
  'loss-validation-by-cost.csv' using (column("series")==1 ? column("cost")*1e-09 : NaN):(column("series")==1 ? column("mean") : NaN):(column("series")==1 ? column("ci95_low") : NaN):(column("series")==1 ? column("ci95_high") : NaN) with yerrorbars linecolor "#0072B2" linewidth 1.2 pointtype -1, \
  'loss-validation-by-cost.csv' using (column("series")==2 ? column("cost")*1e-09 : NaN):(column("series")==2 ? column("mean") : NaN):(column("series")==2 ? column("ci95_low") : NaN):(column("series")==2 ? column("ci95_high") : NaN) with yerrorbars linecolor "#D55E00" linewidth 1.2 pointtype -1, \
  'loss-validation-by-cost.csv' using (column("series")==3 ? column("cost")*1e-09 : NaN):(column("series")==3 ? column("mean") : NaN):(column("series")==3 ? column("ci95_low") : NaN):(column("series")==3 ? column("ci95_high") : NaN) with yerrorbars linecolor "#009E73" linewidth 1.2 pointtype -1, \
  'loss-validation-by-cost.csv' using (column("series")==4 ? column("cost")*1e-09 : NaN):(column("series")==4 ? column("mean") : NaN):(column("series")==4 ? column("ci95_low") : NaN):(column("series")==4 ? column("ci95_high") : NaN) with yerrorbars linecolor "#CC79A7" linewidth 1.2 pointtype -1, \
  'loss-validation-by-cost.csv' using (column("series")==5 ? column("cost")*1e-09 : NaN):(column("series")==5 ? column("mean") : NaN):(column("series")==5 ? column("ci95_low") : NaN):(column("series")==5 ? column("ci95_high") : NaN) with yerrorbars linecolor "#E69F00" linewidth 1.2 pointtype -1, \
  'loss-validation-by-cost.csv' using (column("series")==6 ? column("cost")*1e-09 : NaN):(column("series")==6 ? column("mean") : NaN):(column("series")==6 ? column("ci95_low") : NaN):(column("series")==6 ? column("ci95_high") : NaN) with yerrorbars linecolor "#56B4E9" linewidth 1.2 pointtype -1, \
  'loss-validation-by-cost.csv' using (column("series")==7 ? column("cost")*1e-09 : NaN):(column("series")==7 ? column("mean") : NaN):(column("series")==7 ? column("ci95_low") : NaN):(column("series")==7 ? column("ci95_high") : NaN) with yerrorbars linecolor "#7A4B00" linewidth 1.2 pointtype -1, \
  'loss-validation-by-cost.csv' using (column("series")==8 ? column("cost")*1e-09 : NaN):(column("series")==8 ? column("mean") : NaN):(column("series")==8 ? column("ci95_low") : NaN):(column("series")==8 ? column("ci95_high") : NaN) with yerrorbars linecolor "#000000" linewidth 1.2 pointtype -1, \
  'loss-validation-by-cost.csv' using (column("series")==1 ? column("cost")*1e-09 : NaN):(column("series")==1 ? column("mean") : NaN) with points linecolor "#0072B2" pointtype 7 pointsize 1.4 title 'point 0, concat, text depth 0', \
  'loss-validation-by-cost.csv' using (column("series")==2 ? column("cost")*1e-09 : NaN):(column("series")==2 ? column("mean") : NaN) with points linecolor "#D55E00" pointtype 5 pointsize 1.4 title 'point 0, concat, text depth 2', \
  'loss-validation-by-cost.csv' using (column("series")==3 ? column("cost")*1e-09 : NaN):(column("series")==3 ? column("mean") : NaN) with points linecolor "#009E73" pointtype 9 pointsize 1.4 title 'point 0, cross-attention, text depth 0', \
  'loss-validation-by-cost.csv' using (column("series")==4 ? column("cost")*1e-09 : NaN):(column("series")==4 ? column("mean") : NaN) with points linecolor "#CC79A7" pointtype 13 pointsize 1.4 title 'point 0, cross-attention, text depth 2', \
  'loss-validation-by-cost.csv' using (column("series")==5 ? column("cost")*1e-09 : NaN):(column("series")==5 ? column("mean") : NaN) with points linecolor "#E69F00" pointtype 11 pointsize 1.4 title 'point 1, concat, text depth 0', \
  'loss-validation-by-cost.csv' using (column("series")==6 ? column("cost")*1e-09 : NaN):(column("series")==6 ? column("mean") : NaN) with points linecolor "#56B4E9" pointtype 6 pointsize 1.4 title 'point 1, concat, text depth 2', \
  'loss-validation-by-cost.csv' using (column("series")==7 ? column("cost")*1e-09 : NaN):(column("series")==7 ? column("mean") : NaN) with points linecolor "#7A4B00" pointtype 4 pointsize 1.4 title 'point 1, cross-attention, text depth 0', \
  'loss-validation-by-cost.csv' using (column("series")==8 ? column("cost")*1e-09 : NaN):(column("series")==8 ? column("mean") : NaN) with points linecolor "#000000" pointtype 8 pointsize 1.4 title 'point 1, cross-attention, text depth 2'
set output
set terminal pngcairo size 1920,1312 font "DejaVu Sans,26" linewidth 2 pointscale 2 background "white" noenhanced
set output "loss-validation-by-cost.png"
replot
set output
