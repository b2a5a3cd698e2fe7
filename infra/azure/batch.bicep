// Workers on virtual machines of Azure Batch, GPUs too: the start task of each machine is a worker. The pool goes to zero by itself.
import { worker as workerType } from 'types.bicep'

param name string
param location string
param worker workerType
param mostWorkers int
param machine string
param hours int
param workspaceId string
param now string = utcNow('yyyy-MM-ddTHH:mm:ssZ')

resource account 'Microsoft.Batch/batchAccounts@2024-07-01' = {
  name: name
  location: location
  properties: {
    poolAllocationMode: 'BatchService'
    allowedAuthenticationModes: ['AAD']
  }
}

// Batch does not see the queue of a hub: the pool has its machines from the deployment on, for so many hours. Deploy again for more.
var formula = '''
age = time() - time("{0}");
$TargetLowPriorityNodes = age < {1} * TimeInterval_Hour ? {2} : 0;
$TargetDedicatedNodes = 0;
$NodeDeallocationOption = terminate;
'''

resource pool 'Microsoft.Batch/batchAccounts/pools@2024-07-01' = {
  parent: account
  name: 'workers'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${worker.identityId}': {} }
  }
  properties: {
    vmSize: machine
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'microsoft-dsvm'
          offer: 'ubuntu-hpc'
          sku: '2204'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 22.04'
        containerConfiguration: {
          type: 'DockerCompatible'
          containerImageNames: [worker.image]
          containerRegistries: [
            {
              registryServer: worker.server
              identityReference: { resourceId: worker.identityId }
            }
          ]
        }
      }
    }
    scaleSettings: {
      autoScale: {
        evaluationInterval: 'PT5M'
        formula: format(formula, now, hours, mostWorkers)
      }
    }
    startTask: {
      commandLine: 'worker --hub ${worker.hub} --set account=${worker.account} --store ${worker.store}'
      containerSettings: {
        imageName: worker.image
        containerRunOptions: '--rm'
      }
      environmentSettings: [
        { name: 'AZURE_CLIENT_ID', value: worker.clientId }
      ]
      // It works until the machine goes; one that ends is begun again.
      waitForSuccess: false
      maxTaskRetryCount: -1
    }
  }
}

resource batchLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: account
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'ServiceLog', enabled: true }
    ]
  }
}
