/// The drawing as values: what a person draws, edits and saves. Nothing here knows how packets move.
package vethscope.model;
