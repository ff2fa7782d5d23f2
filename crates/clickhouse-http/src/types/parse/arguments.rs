//! Types with numbers, zones and members of enums behind their name.

use std::str::FromStr;

use super::Parsed;
use super::text::Parser;
use crate::types::Kind;

impl Parser<'_> {
    pub(super) fn argument<T: FromStr>(&mut self) -> Parsed<T> {
        self.open()?;
        let number = self.number()?;
        self.close()?;
        Ok(number)
    }

    pub(super) fn decimal(&mut self) -> Parsed<Kind> {
        self.open()?;
        let precision = self.number()?;
        let scale = if self.eat(',') { self.number()? } else { 0 };
        self.close()?;
        decimal(precision, scale)
    }

    pub(super) fn decimal_of(&mut self, precision: u8) -> Parsed<Kind> {
        let scale = self.argument()?;
        decimal(precision, scale)
    }

    pub(super) fn zone(&mut self) -> Parsed<String> {
        let zone = self.quoted('\'')?;
        self.close()?;
        Ok(zone)
    }

    pub(super) fn date_time_64(&mut self) -> Parsed<Kind> {
        self.open()?;
        let digits = self.number().and_then(digits_of_second)?;
        let zone = if self.eat(',') {
            Some(self.zone()?)
        } else {
            self.close()?;
            None
        };
        Ok(Kind::DateTime64(digits, zone))
    }

    pub(super) fn members_of_enum(&mut self) -> Parsed<Vec<(i16, String)>> {
        self.open()?;
        let mut members = Vec::new();
        loop {
            let name = self.quoted('\'')?;
            self.expect('=', "`=` and the member's number are expected")?;
            members.push((self.number()?, name));
            if !self.eat(',') {
                break;
            }
        }
        self.close()?;
        members.sort_unstable();
        if members.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err("two members have one number");
        }
        Ok(members)
    }
}

fn decimal(precision: u8, scale: u8) -> Parsed<Kind> {
    if (1..=76).contains(&precision) && scale <= precision {
        Ok(Kind::Decimal { precision, scale })
    } else {
        Err("a decimal has 1 to 76 digits, and no more of them behind the point")
    }
}

pub(super) fn digits_of_second(digits: u8) -> Parsed<u8> {
    if digits <= 9 { Ok(digits) } else { Err("a second has at most 9 digits") }
}
