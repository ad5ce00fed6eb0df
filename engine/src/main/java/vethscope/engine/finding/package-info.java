/// A flaw of a drawing as a value, and the catalogue of all flaws. Whoever looks at a drawing, the compiler or a rule,
/// reports in these words.
package vethscope.engine.finding;
