import { serve } from "#platform/actions/serve.ts";
import { disableMember, enableMember } from "./disabling.actions.ts";
import {
  invite,
  listInvitations,
  resendInvitation,
  revokeInvitation,
} from "./invitations.actions.ts";
import { invitations, invited } from "./invitations.contract.ts";
import {
  acceptInvitation,
  joinByInvitation,
  lookAtInvitation,
  refuseInvitation,
} from "./invited.actions.ts";
import { changeRole, listMembers, removeMember } from "./members.actions.ts";
import { members } from "./members.contract.ts";
import {
  createCompany,
  leaveCompany,
  listMemberships,
  switchCompany,
} from "./memberships.actions.ts";
import { memberships } from "./memberships.contract.ts";

export const memberRoutes = [
  ...serve(members, {
    list: listMembers,
    changeRole,
    disable: disableMember,
    enable: enableMember,
    remove: removeMember,
  }),
  ...serve(invitations, {
    list: listInvitations,
    invite,
    resend: resendInvitation,
    revoke: revokeInvitation,
  }),
  ...serve(invited, {
    look: lookAtInvitation,
    accept: acceptInvitation,
    join: joinByInvitation,
    refuse: refuseInvitation,
  }),
  ...serve(memberships, {
    list: listMemberships,
    switch: switchCompany,
    leave: leaveCompany,
    create: createCompany,
  }),
];
