//! PIVOT and UNPIVOT as text.

use aludel_dialect::Construct;

use super::origins::qualifiers;
use super::{Qualification, Renderer, Written};
use crate::pivot::{PivotNode, UnpivotNode, UnpivotNulls};
use crate::spelling::PivotForm;

impl Renderer<'_> {
    pub(super) fn pivot(&mut self, pivot: &PivotNode) -> Written {
        self.need(Construct::Pivot)?;
        if self.capabilities.is_some() && self.spelling.pivot_form() == PivotForm::Groups {
            return self.source(&self.grouped(pivot)?);
        }
        self.source(&pivot.source)?;
        self.push(" PIVOT (");
        // The aggregates see the source's columns, which the query around does not, and see them without its name.
        let mut scope = Vec::new();
        qualifiers(&pivot.source, &mut scope);
        let before = std::mem::replace(&mut self.qualification, Qualification::LeftOut);
        let written = self.scoped(scope, |renderer| renderer.columns_of_result(&pivot.aggregates));
        self.qualification = before;
        written?;
        self.push(" FOR ");
        self.name(&pivot.column)?;
        self.push(" IN (");
        // They become names of columns, so the engine must know them before it has any parameter.
        self.list(&pivot.values, |renderer, (value, name)| {
            renderer.literal(value)?;
            renderer.push(" AS ");
            renderer.name(name)
        })?;
        self.push(")) AS ");
        self.name(&pivot.alias)
    }

    pub(super) fn unpivot(&mut self, unpivot: &UnpivotNode) -> Written {
        self.need(Construct::Unpivot)?;
        self.source(&unpivot.source)?;
        self.push(match unpivot.nulls {
            UnpivotNulls::Exclude => " UNPIVOT (",
            UnpivotNulls::Include => " UNPIVOT INCLUDE NULLS (",
        });
        self.name(&unpivot.value)?;
        self.push(" FOR ");
        self.name(&unpivot.name)?;
        self.push(" IN (");
        self.names(&unpivot.columns)?;
        self.push(")) AS ");
        self.name(&unpivot.alias)
    }
}
