//! Calls of functions, and all that is attached to them.

use aludel_dialect::Construct;

use super::{Failure, Renderer, Written};
use crate::expr::{Call, Callee, Node, NullTreatment, Over, WindowNode};
use crate::func::Function;
use crate::spelling::{FunctionSpelling, Meaning, NullTreatmentPosition, ParameterPlace};
use crate::{BuildError, Name};

impl Renderer<'_> {
    /// A function with all that is attached to it.
    pub(super) fn call(&mut self, call: &Call) -> Written {
        match &call.callee {
            Callee::Neutral(function) => self.neutral_call(*function, call),
            Callee::Native(path, parameters) => {
                self.is_volatile();
                if path.last().is_none_or(|name| self.spelling.call_may_write(name)) {
                    self.unknown_effect();
                }
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
            self.choice(filter)?;
            self.push(")");
        }
        let Some(over) = &call.over else { return Ok(()) };
        self.need(Construct::WindowFunction)?;
        match over {
            Over::Named(name) => self.over_named(call, name),
            Over::Window(window) => match self.other_window(window)? {
                Some(other) => self.over(call, &other),
                None => self.over(call, window),
            },
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
        if function == Function::Random {
            self.is_volatile();
        }
        if matches!(function, Function::RegexpMatches | Function::RegexpReplace | Function::RegexpExtract) {
            self.need(Construct::Regexp)?;
        }
        if self.capabilities.is_some_and(|capabilities| !self.sends(Meaning::Function(function), capabilities)) {
            let reason = Some("it needs a setting of the statement, and none can be sent here");
            return Err(BuildError::Function { dialect: self.dialect(), function: function.name(), reason }.into());
        }
        match self.spelled(function, call)? {
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
                    let reason =
                        format!("it writes `{function}` in a way that takes no DISTINCT, ORDER BY or IGNORE NULLS");
                    return Err(BuildError::Expression { dialect, reason: reason.into() }.into());
                }
                let written;
                let template = if takes_distinct || takes_nulls || matches!(function, Function::TimeBucket(_)) {
                    written = self.filled(template, call)?;
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
                let part = self.date_part(call);
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

    /// The template with what is no expression in its slots. Calls stand in one another, so this has a stack of its own.
    #[inline(never)]
    fn filled(&mut self, template: &str, call: &Call) -> Result<String, super::Failure> {
        if call.distinct {
            self.need(Construct::AggregateDistinct)?;
        }
        if call.nulls.is_some() {
            self.need(Construct::NullTreatment)?;
        }
        let template = template
            .replace("{distinct}", if call.distinct { "DISTINCT " } else { "" })
            .replace("{nulls}", call.nulls.unwrap_or(NullTreatment::Respect).words());
        Ok(match call.callee {
            Callee::Neutral(Function::TimeBucket(bucket)) => bucket.fill(&template),
            _ => template,
        })
    }

    #[inline(never)]
    fn date_part(&self, call: &Call) -> Option<&'static str> {
        let Callee::Neutral(function) = &call.callee else { return None };
        match function {
            Function::Extract(part) | Function::DateTrunc(part) | Function::DateDiff(part) => {
                Some(self.spelling.date_part(*part))
            }
            Function::TimeBucket(bucket) => Some(self.spelling.date_part(bucket.part())),
            _ => None,
        }
    }

    /// How the dialect writes the function. Calls stand in one another, so nothing of it stays on the stack.
    #[inline(never)]
    fn spelled(&self, function: Function, call: &Call) -> Result<FunctionSpelling, Failure> {
        let argument = call.arguments.first().and_then(|argument| self.known_type(argument));
        if matches!(function, Function::NullIf | Function::Lag | Function::Lead) {
            self.keeps_null(argument.as_ref())?;
        }
        Ok(self.spelling.function_of(function, argument.as_ref()))
    }

    /// Whether the dialect writes such a window.
    #[inline(never)]
    pub(super) fn check_window(&self, call: &Call, window: &WindowNode) -> Written {
        let known = self.windowed_call(&call.callee, window);
        self.spelling.windowed(known).map_err(|reason| self.inexpressible(reason))
    }

    pub(super) fn arguments(&mut self, call: &Call) -> Written {
        self.push("(");
        if call.distinct {
            self.need(Construct::AggregateDistinct)?;
            self.push("DISTINCT ");
        }
        self.arguments_in_order(call)?;
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

    fn arguments_in_order(&mut self, call: &Call) -> Written {
        if !matches!(call.callee, Callee::Neutral(Function::Lag | Function::Lead)) {
            return self.expressions(&call.arguments);
        }
        let mut place = self.place;
        self.list(&call.arguments, |renderer, argument| {
            let before = std::mem::replace(&mut place, ParameterPlace::WindowArgument);
            renderer.placed(before, |renderer| renderer.expression(argument))
        })
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
fn takes_no_suffix(dialect: &'static str, function: &str) -> BuildError {
    let reason = format!("it writes `{function}` in a way that takes no FILTER, WITHIN GROUP or OVER");
    BuildError::Expression { dialect, reason: reason.into() }
}
