export { type Recovery, reveal } from "./reveal.ts";
