package vethscope.app.paint;

/// A colour with its opacity.
///
/// @param alpha 0 to 1
public record Ink(Token token, double alpha) {}
