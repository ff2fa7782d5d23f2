SELECT date_trunc('month', days."at"), count(*) FROM days WHERE days."at" IS NOT NULL GROUP BY date_trunc('month', days."at") ORDER BY date_trunc('month', days."at")
