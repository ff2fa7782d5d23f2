//! Calls of functions, and all that is attached to them.

use aludel_dialect::Construct;

use super::{Renderer, Written};
use crate::expr::{Call, Callee, Node, NullTreatment, Over};
use crate::func::Function;
use crate::spelling::{FunctionSpelling, Meaning, NullTreatmentPosition};
use crate::{BuildError, Name};

impl Renderer<'_> {
    /// A function with all that is attached to it.
    pub(super) fn call(&mut self, call: &Call) -> Written {
        match &call.callee {
            Callee::Neutral(function) => self.neutral_call(*function, call),
            Callee::Native(path, parameters) => {
                for (index, name) in path.iter().enumerate() {
                    if index > 0 {
                        self.push(".");
                    }
                    self.function_name(name)?;
                }
                if !parameters.is_empty() {
                    self.need(Construct::ParametricAggregate)?;
                    self.push("(");
                    self.expressions(parameters)?;
                    self.push(")");
                }
                self.arguments(call)?;
                self.suffix(call)
            }
        }
    }

    /// What stands behind the parentheses.
    fn suffix(&mut self, call: &Call) -> Written {
        if !call.within_group.is_empty() {
            self.need(Construct::WithinGroup)?;
            self.push(" WITHIN GROUP (ORDER BY ");
            self.order_terms(&call.within_group)?;
            self.push(")");
        }
        if let Some(filter) = &call.filter {
            self.need(Construct::AggregateFilter)?;
            self.push(" FILTER (WHERE ");
            self.expression(filter)?;
            self.push(")");
        }
        let Some(over) = &call.over else { return Ok(()) };
        self.need(Construct::WindowFunction)?;
        match over {
            Over::Named(name) => {
                self.need(Construct::NamedWindow)?;
                self.push(" OVER ");
                self.name(name)
            }
            Over::Window(window) => {
                self.push(" OVER (");
                self.window(window)?;
                self.push(")");
                Ok(())
            }
        }
    }

    /// The name of an engine's own function. A plain one is not quoted even if it is reserved: `"coalesce"(x)` is another
    /// function than `coalesce(x)`, if it is one at all, and some engines quote no function's name.
    fn function_name(&mut self, name: &Name) -> Written {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if name.bytes().all(plain) && name.bytes().next().is_some_and(|first| !first.is_ascii_digit()) {
            self.push(name);
            return Ok(());
        }
        self.name(name)
    }

    pub(super) fn neutral_call(&mut self, function: Function, call: &Call) -> Written {
        if matches!(function, Function::RegexpMatches | Function::RegexpReplace | Function::RegexpExtract) {
            self.need(Construct::Regexp)?;
        }
        if self.capabilities.is_some_and(|capabilities| !self.sends(Meaning::Function(function), capabilities)) {
            let reason = Some("it needs a setting of the statement, and none can be sent here");
            return Err(BuildError::Function { dialect: self.dialect(), function: function.name(), reason }.into());
        }
        match self.spelling.function(function) {
            FunctionSpelling::Name(name) => {
                self.push(name);
                self.arguments(call)?;
                self.suffix(call)
            }
            FunctionSpelling::Template(template) => {
                let takes_distinct = template.contains("{distinct}");
                let takes_nulls = template.contains("{nulls}");
                if (call.distinct && !takes_distinct)
                    || !call.order_by.is_empty()
                    || (call.nulls.is_some() && !takes_nulls)
                    || !call.named.is_empty()
                {
                    let (dialect, function) = (self.dialect(), function.name());
                    return Err(BuildError::usage(format!(
                        "{dialect} writes `{function}` in a way that takes no DISTINCT, ORDER BY or IGNORE NULLS"
                    ))
                    .into());
                }
                let written;
                let template = if takes_distinct || takes_nulls {
                    if call.distinct {
                        self.need(Construct::AggregateDistinct)?;
                    }
                    if call.nulls.is_some() {
                        self.need(Construct::NullTreatment)?;
                    }
                    written = template
                        .replace("{distinct}", if call.distinct { "DISTINCT " } else { "" })
                        .replace("{nulls}", call.nulls.unwrap_or(NullTreatment::Respect).words());
                    &written
                } else {
                    template
                };
                let (before, behind) = match template.split_once("{suffix}") {
                    Some(parts) => parts,
                    None if call.filter.is_some() || call.over.is_some() || !call.within_group.is_empty() => {
                        return Err(takes_no_suffix(self.dialect(), function.name()).into());
                    }
                    None => (template, ""),
                };
                let part = match function {
                    Function::Extract(part) | Function::DateTrunc(part) | Function::DateDiff(part) => {
                        Some(self.spelling.date_part(part))
                    }
                    _ => None,
                };
                self.template(before, &call.arguments, part)?;
                self.suffix(call)?;
                self.template(behind, &call.arguments, part)
            }
            FunctionSpelling::Refused(reason) => Err(BuildError::Function {
                dialect: self.dialect(),
                function: function.name(),
                reason: Some(reason).filter(|reason| !reason.is_empty()),
            }
            .into()),
        }
    }

    pub(super) fn arguments(&mut self, call: &Call) -> Written {
        self.push("(");
        if call.distinct {
            self.need(Construct::AggregateDistinct)?;
            self.push("DISTINCT ");
        }
        self.expressions(&call.arguments)?;
        if !call.named.is_empty() {
            self.need(Construct::NamedArguments)?;
            if call.named.iter().any(|(name, _)| name.eq_ignore_ascii_case("md_run")) {
                self.need(Construct::MdRun)?;
            }
            if !call.arguments.is_empty() {
                self.push(", ");
            }
            self.named_arguments(&call.named)?;
        }
        if !call.order_by.is_empty() {
            self.need(Construct::AggregateOrderBy)?;
            self.push(" ORDER BY ");
            self.order_terms(&call.order_by)?;
        }
        let position = self.spelling.null_treatment();
        if position == NullTreatmentPosition::Inside {
            self.null_treatment(call)?;
        }
        self.push(")");
        if position == NullTreatmentPosition::Behind {
            self.null_treatment(call)?;
        }
        Ok(())
    }

    fn null_treatment(&mut self, call: &Call) -> Written {
        if let Some(treatment) = call.nulls {
            self.need(Construct::NullTreatment)?;
            self.push(treatment.words());
        }
        Ok(())
    }

    pub(super) fn named_arguments(&mut self, arguments: &[(Name, Node)]) -> Written {
        self.list(arguments, |renderer, (name, value)| {
            renderer.name(name)?;
            renderer.push(renderer.spelling.named_argument());
            renderer.expression(value)
        })
    }
}

#[cold]
fn takes_no_suffix(dialect: &str, function: &str) -> BuildError {
    BuildError::usage(format!("{dialect} writes `{function}` in a way that takes no FILTER, WITHIN GROUP or OVER"))
}
