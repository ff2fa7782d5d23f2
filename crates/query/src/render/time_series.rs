//! SAMPLE BY as text.

use super::{Renderer, Written};
use crate::sample_by::{Alignment, FillValue, SampleByNode, SampleUnit};

impl Renderer<'_> {
    pub(super) fn sample_by(&mut self, sample_by: &SampleByNode) -> Written {
        let unit = match sample_by.unit {
            SampleUnit::Microsecond => "U",
            SampleUnit::Millisecond => "T",
            SampleUnit::Second => "s",
            SampleUnit::Minute => "m",
            SampleUnit::Hour => "h",
            SampleUnit::Day => "d",
            SampleUnit::Week => "w",
            SampleUnit::Month => "M",
            SampleUnit::Year => "y",
        };
        self.push(&format!(" SAMPLE BY {}{unit}", sample_by.count));
        if let Some((from, to)) = &sample_by.range {
            self.push(" FROM ");
            self.expression(from)?;
            self.push(" TO ");
            self.expression(to)?;
        }
        if !sample_by.fill.is_empty() {
            self.push(" FILL (");
            self.list(&sample_by.fill, |renderer, fill| {
                match fill {
                    FillValue::None => renderer.push("NONE"),
                    FillValue::Null => renderer.push("NULL"),
                    FillValue::Previous => renderer.push("PREV"),
                    FillValue::Linear => renderer.push("LINEAR"),
                    FillValue::Value(value) => renderer.expression(value)?,
                }
                Ok(())
            })?;
            self.push(")");
        }
        match &sample_by.alignment {
            None => {}
            Some(Alignment::FirstObservation) => self.push(" ALIGN TO FIRST OBSERVATION"),
            Some(Alignment::Calendar { zone, offset }) => {
                self.push(" ALIGN TO CALENDAR");
                if let Some(zone) = zone {
                    self.push(" TIME ZONE ");
                    self.expression(zone)?;
                }
                if let Some(offset) = offset {
                    self.push(" WITH OFFSET ");
                    self.expression(offset)?;
                }
            }
        }
        Ok(())
    }
}
