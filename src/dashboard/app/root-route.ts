import { createRootRoute, Outlet } from '@tanstack/react-router';
import { NotFound } from './not-found.tsx';

/** Of every page; those that need nobody to be logged in are its children. */
export const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
