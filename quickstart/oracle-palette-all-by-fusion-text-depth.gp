# Colours present by text depth. Run `gnuplot oracle-palette-all-by-fusion-text-depth.gp` in this folder to draw it again from oracle-palette-all-by-fusion-text-depth.csv.
reset
set encoding utf8
set datafile separator comma
set datafile columnheaders
set terminal svg size 960,560 font "DejaVu Sans,15" background "white" noenhanced
set output "oracle-palette-all-by-fusion-text-depth.svg"
set border 3 linewidth 1 linecolor "#444444"
set tics nomirror out textcolor "#222222"
set grid linecolor "#e0e0e0" linewidth 1 linetype 1
set title 'Colours present by text depth' textcolor "#222222"
set key noautotitle
set xlabel 'Text depth (trainable text blocks)'
set ylabel 'Colours present (%)'
set xrange [-0.1:2.1]
set xtics (0, 2)
set yrange [-5:105]
set key outside right center vertical Left reverse samplen 2 spacing 1.25
set datafile missing NaN
plot \
  'oracle-palette-all-by-fusion-text-depth.csv' using (column("series")==1 ? column("fusion.text_depth")+(-0.036) : NaN):(column("series")==1 ? column("mean")*100 : NaN):(column("series")==1 ? column("ci95_low")*100 : NaN):(column("series")==1 ? column("ci95_high")*100 : NaN) with yerrorbars linecolor "#0072B2" linewidth 1.2 pointtype -1, \
  'oracle-palette-all-by-fusion-text-depth.csv' using (column("series")==2 ? column("fusion.text_depth")+(-0.012) : NaN):(column("series")==2 ? column("mean")*100 : NaN):(column("series")==2 ? column("ci95_low")*100 : NaN):(column("series")==2 ? column("ci95_high")*100 : NaN) with yerrorbars linecolor "#D55E00" linewidth 1.2 pointtype -1, \
  'oracle-palette-all-by-fusion-text-depth.csv' using (column("series")==3 ? column("fusion.text_depth")+(0.012) : NaN):(column("series")==3 ? column("mean")*100 : NaN):(column("series")==3 ? column("ci95_low")*100 : NaN):(column("series")==3 ? column("ci95_high")*100 : NaN) with yerrorbars linecolor "#009E73" linewidth 1.2 pointtype -1, \
  'oracle-palette-all-by-fusion-text-depth.csv' using (column("series")==4 ? column("fusion.text_depth")+(0.036) : NaN):(column("series")==4 ? column("mean")*100 : NaN):(column("series")==4 ? column("ci95_low")*100 : NaN):(column("series")==4 ? column("ci95_high")*100 : NaN) with yerrorbars linecolor "#CC79A7" linewidth 1.2 pointtype -1, \
  'oracle-palette-all-by-fusion-text-depth.csv' using (column("series")==1 ? column("fusion.text_depth")+(-0.036) : NaN):(column("series")==1 ? column("mean")*100 : NaN) with linespoints linewidth 2 pointtype 7 pointsize 1 linecolor "#0072B2" title 'point 0, concat', \
  'oracle-palette-all-by-fusion-text-depth.csv' using (column("series")==2 ? column("fusion.text_depth")+(-0.012) : NaN):(column("series")==2 ? column("mean")*100 : NaN) with linespoints linewidth 2 pointtype 5 pointsize 1 linecolor "#D55E00" title 'point 0, cross-attention', \
  'oracle-palette-all-by-fusion-text-depth.csv' using (column("series")==3 ? column("fusion.text_depth")+(0.012) : NaN):(column("series")==3 ? column("mean")*100 : NaN) with linespoints linewidth 2 pointtype 9 pointsize 1 linecolor "#009E73" title 'point 1, concat', \
  'oracle-palette-all-by-fusion-text-depth.csv' using (column("series")==4 ? column("fusion.text_depth")+(0.036) : NaN):(column("series")==4 ? column("mean")*100 : NaN) with linespoints linewidth 2 pointtype 13 pointsize 1 linecolor "#CC79A7" title 'point 1, cross-attention'
set output
set terminal pngcairo size 1920,1120 font "DejaVu Sans,26" linewidth 2 pointscale 2 background "white" noenhanced
set output "oracle-palette-all-by-fusion-text-depth.png"
replot
set output
