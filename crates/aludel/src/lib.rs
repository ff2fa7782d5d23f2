//! SQLAlchemy Core for analytic databases.
