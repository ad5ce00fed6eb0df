/// Addresses as values: parse, print, contain, allocate. Nothing here knows a network.
package vethscope.model.address;
