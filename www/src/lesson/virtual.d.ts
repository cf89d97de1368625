/** Made by build/plugin.ts; `catalogue.ts` gives it its type. */
declare module "virtual:lessons" {
  export const lessons: unknown;
}
