//! What the figures have in common: colours, text, axes.

use plotters::coord::Shift;
use plotters::coord::ranged1d::{Ranged, ValueFormatter};
use plotters::prelude::*;
use std::error::Error;
use std::path::Path;

// Colours that everybody can tell apart (Okabe and Ito, 2008).
pub(crate) const BLUE: RGBColor = RGBColor(0, 114, 178);
pub(crate) const VERMILLION: RGBColor = RGBColor(213, 94, 0);
pub(crate) const GREEN: RGBColor = RGBColor(0, 158, 115);
pub(crate) const GREY: RGBColor = RGBColor(150, 150, 150);

/// Text with a size in pixels.
pub(crate) const TITLE: (&str, u32) = ("sans-serif", 30);
pub(crate) const LABEL: (&str, u32) = ("sans-serif", 26);

pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(crate) type Chart<'a, 'b, X, Y> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<X, Y>>;

/// Writes what `draw` draws on a white area of `size` pixels to an SVG file, and prints its path.
pub(crate) fn save(
    path: &Path,
    size: (u32, u32),
    draw: impl FnOnce(&Area) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::new(path, size).into_drawing_area();
    area.fill(&WHITE)?;
    draw(&area)?;
    area.present()?;
    println!("figure: {}\n", path.display());
    Ok(())
}

/// A chart's surroundings: title and room for the labels.
pub(crate) fn panel<'a, 'b>(area: &'a Area<'b>, title: &str) -> ChartBuilder<'a, 'static, SVGBackend<'b>> {
    let mut builder = ChartBuilder::on(area);
    builder.margin(12).margin_right(24).x_label_area_size(68).y_label_area_size(84);
    if !title.is_empty() {
        builder.caption(title, TITLE);
    }
    builder
}

/// Draws grid, axes and their labels.
pub(crate) fn axes<X, Y>(
    chart: &mut Chart<X, Y>,
    (x_name, x_count): (&str, usize),
    (y_name, y_count): (&str, usize),
) -> Result<(), Box<dyn Error>>
where
    X: Ranged<ValueType = f64> + ValueFormatter<f64>,
    Y: Ranged<ValueType = f64> + ValueFormatter<f64>,
{
    let mut mesh = chart.configure_mesh();
    mesh.x_desc(x_name).x_labels(x_count).y_desc(y_name).y_labels(y_count).max_light_lines(0);
    mesh.bold_line_style(BLACK.mix(0.12)).axis_style(BLACK.mix(0.6)).label_style(LABEL).draw()?;
    Ok(())
}
