package vethscope.model.codec;

/// Something in a file that was not understood, and where.
///
/// @param pointer RFC 6901 pointer to the place in the file
/// @param line from 1; 0 if the problem is not in the text
/// @param column from 1, in UTF-16 characters; 0 if the problem is not in the text
/// @param message one sentence: what is wrong, where, and what to do
public record Problem(String pointer, int line, int column, String message) {}
