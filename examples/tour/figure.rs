//! What the figures have in common: size, colours, text, axes.

use plotters::coord::Shift;
use plotters::coord::ranged1d::{Ranged, ValueFormatter};
use plotters::prelude::*;
use std::error::Error;
use std::fs;
use std::path::Path;

// Colours that everybody can tell apart (Okabe and Ito, 2008).
pub(crate) const BLUE: RGBColor = RGBColor(0, 114, 178);
pub(crate) const VERMILLION: RGBColor = RGBColor(213, 94, 0);
pub(crate) const GREEN: RGBColor = RGBColor(0, 158, 115);
pub(crate) const PURPLE: RGBColor = RGBColor(204, 121, 167);

/// Plotters draws at whole numbers: so many units to a pixel keep curves smooth. All other lengths are in units.
const UNITS: u32 = 2;
const TITLE: (&str, u32) = ("sans-serif", 56);
pub(crate) const LABEL: (&str, u32) = ("sans-serif", 48);
/// What surrounds a chart's axes.
const TOP: u32 = 90;
const BOTTOM: u32 = 130;
const LEFT: u32 = 170;
const RIGHT: u32 = 50;

pub(crate) type Area<'b> = DrawingArea<SVGBackend<'b>, Shift>;
pub(crate) type Chart<'a, 'b, X, Y> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<X, Y>>;

/// Writes what `draw` draws on a white area to an SVG file of `width` and `height` in pixels, and prints its path.
pub(crate) fn save(
    path: &Path,
    (width, height): (u32, u32),
    draw: impl FnOnce(&Area) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let size = |units: u32| format!(r#"width="{}" height="{}""#, units * width, units * height);
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, (UNITS * width, UNITS * height)).into_drawing_area();
    area.fill(&WHITE)?;
    draw(&area)?;
    area.present()?;
    drop(area);
    fs::write(path, svg.replacen(&size(UNITS), &size(1), 1))?;
    println!("figure: {}\n", path.display());
    Ok(())
}

/// A chart with its title, and room for axes and labels.
pub(crate) fn panel<'a, 'b>(
    area: &'a Area<'b>,
    title: &str,
) -> Result<ChartBuilder<'a, 'static, SVGBackend<'b>>, Box<dyn Error>> {
    area.draw(&Text::new(title.to_owned(), (LEFT as i32, TOP as i32 / 3), TITLE.into_font()))?;
    let mut builder = ChartBuilder::on(area);
    builder.margin_top(TOP).margin_right(RIGHT).margin_left(20);
    builder.x_label_area_size(BOTTOM).y_label_area_size(LEFT - 20);
    Ok(builder)
}

/// Draws a grid, and axes with their names and about so many numbers.
pub(crate) fn axes<X, Y>(
    chart: &mut Chart<X, Y>,
    (x_name, x_count): (&str, usize),
    (y_name, y_count): (&str, usize),
) -> Result<(), Box<dyn Error>>
where
    X: Ranged<ValueType = f64> + ValueFormatter<f64>,
    Y: Ranged<ValueType = f64> + ValueFormatter<f64>,
{
    let format = |x: &f64| format!("{}", (x * 1e6).round() / 1e6 + 0.0); // no -0, no 0.30000000000000004
    let mut mesh = chart.configure_mesh();
    mesh.x_desc(x_name).x_labels(x_count).x_label_formatter(&format);
    mesh.y_desc(y_name).y_labels(y_count).y_label_formatter(&format);
    mesh.label_style(LABEL).set_all_tick_mark_size(10).axis_style(BLACK.mix(0.6).stroke_width(2));
    mesh.bold_line_style(BLACK.mix(0.12).stroke_width(2)).max_light_lines(0).draw()?;
    Ok(())
}
