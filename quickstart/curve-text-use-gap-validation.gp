# Text-use gap during training. Run `gnuplot curve-text-use-gap-validation.gp` in this folder to draw it again from curve-text-use-gap-validation.csv.
reset
set encoding utf8
set datafile separator comma
set datafile columnheaders
set terminal svg size 960,656 font "DejaVu Sans,15" background "white" noenhanced
set output "curve-text-use-gap-validation.svg"
set border 3 linewidth 1 linecolor "#444444"
set tics nomirror out textcolor "#222222"
set grid linecolor "#e0e0e0" linewidth 1 linetype 1
set title 'Text-use gap during training' textcolor "#222222"
set key noautotitle
set xlabel 'Training step'
set ylabel 'Text-use gap (mean squared error)'
set xrange [180:620]
set yrange [-0.063614:0.0843636]
set bmargin 9.4
set key at screen 0.5,0.02 bottom center vertical Left reverse samplen 2 spacing 1.2 maxrows 4
set datafile missing NaN
plot \
  'curve-text-use-gap-validation.csv' using (column("series")==1 ? column("step") : NaN):(column("series")==1 ? column("ci95_low") : NaN):(column("series")==1 ? column("ci95_high") : NaN) with filledcurves linecolor "#0072B2" fillstyle transparent solid 0.18 noborder, \
  'curve-text-use-gap-validation.csv' using (column("series")==2 ? column("step") : NaN):(column("series")==2 ? column("ci95_low") : NaN):(column("series")==2 ? column("ci95_high") : NaN) with filledcurves linecolor "#D55E00" fillstyle transparent solid 0.18 noborder, \
  'curve-text-use-gap-validation.csv' using (column("series")==3 ? column("step") : NaN):(column("series")==3 ? column("ci95_low") : NaN):(column("series")==3 ? column("ci95_high") : NaN) with filledcurves linecolor "#009E73" fillstyle transparent solid 0.18 noborder, \
  'curve-text-use-gap-validation.csv' using (column("series")==4 ? column("step") : NaN):(column("series")==4 ? column("ci95_low") : NaN):(column("series")==4 ? column("ci95_high") : NaN) with filledcurves linecolor "#CC79A7" fillstyle transparent solid 0.18 noborder, \
  'curve-text-use-gap-validation.csv' using (column("series")==5 ? column("step") : NaN):(column("series")==5 ? column("ci95_low") : NaN):(column("series")==5 ? column("ci95_high") : NaN) with filledcurves linecolor "#E69F00" fillstyle transparent solid 0.18 noborder, \
  'curve-text-use-gap-validation.csv' using (column("series")==6 ? column("step") : NaN):(column("series")==6 ? column("ci95_low") : NaN):(column("series")==6 ? column("ci95_high") : NaN) with filledcurves linecolor "#56B4E9" fillstyle transparent solid 0.18 noborder, \
  'curve-text-use-gap-validation.csv' using (column("series")==7 ? column("step") : NaN):(column("series")==7 ? column("ci95_low") : NaN):(column("series")==7 ? column("ci95_high") : NaN) with filledcurves linecolor "#7A4B00" fillstyle transparent solid 0.18 noborder, \
  'curve-text-use-gap-validation.csv' using (column("series")==8 ? column("step") : NaN):(column("series")==8 ? column("ci95_low") : NaN):(column("series")==8 ? column("ci95_high") : NaN) with filledcurves linecolor "#000000" fillstyle transparent solid 0.18 noborder, \
  'curve-text-use-gap-validation.csv' using (column("series")==1 ? column("step") : NaN):(column("series")==1 ? column("mean") : NaN) with lines linewidth 2 linecolor "#0072B2" title 'point 0, concat, text depth 0', \
  'curve-text-use-gap-validation.csv' using (column("series")==2 ? column("step") : NaN):(column("series")==2 ? column("mean") : NaN) with lines linewidth 2 linecolor "#D55E00" title 'point 0, concat, text depth 2', \
  'curve-text-use-gap-validation.csv' using (column("series")==3 ? column("step") : NaN):(column("series")==3 ? column("mean") : NaN) with lines linewidth 2 linecolor "#009E73" title 'point 0, cross-attention, text depth 0', \
  'curve-text-use-gap-validation.csv' using (column("series")==4 ? column("step") : NaN):(column("series")==4 ? column("mean") : NaN) with lines linewidth 2 linecolor "#CC79A7" title 'point 0, cross-attention, text depth 2', \
  'curve-text-use-gap-validation.csv' using (column("series")==5 ? column("step") : NaN):(column("series")==5 ? column("mean") : NaN) with lines linewidth 2 linecolor "#E69F00" title 'point 1, concat, text depth 0', \
  'curve-text-use-gap-validation.csv' using (column("series")==6 ? column("step") : NaN):(column("series")==6 ? column("mean") : NaN) with lines linewidth 2 linecolor "#56B4E9" title 'point 1, concat, text depth 2', \
  'curve-text-use-gap-validation.csv' using (column("series")==7 ? column("step") : NaN):(column("series")==7 ? column("mean") : NaN) with lines linewidth 2 linecolor "#7A4B00" title 'point 1, cross-attention, text depth 0', \
  'curve-text-use-gap-validation.csv' using (column("series")==8 ? column("step") : NaN):(column("series")==8 ? column("mean") : NaN) with lines linewidth 2 linecolor "#000000" title 'point 1, cross-attention, text depth 2'
set output
set terminal pngcairo size 1920,1312 font "DejaVu Sans,26" linewidth 2 pointscale 2 background "white" noenhanced
set output "curve-text-use-gap-validation.png"
replot
set output
