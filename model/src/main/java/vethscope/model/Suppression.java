package vethscope.model;

/// A finding that the author accepted, and why.
public record Suppression(String code, Id at, String reason) {}
